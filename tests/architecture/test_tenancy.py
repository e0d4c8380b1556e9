"""Tenant rows cannot be read by accident."""

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django_scopes import ScopeError

from igot.kernel.tenancy import subtree
from tests.cast import Cast

ROOT = Path(settings.BASE_DIR)
# Models with an organisation that are not tenant rows, and why.
NOT_TENANT = {
    "organisations.Designation": "the master list belongs to all",
    "organisations.Setting": "read with those of the organisations above",
    "organisations.Share": "names who may read, of whatever owner",
    "accounts.User": "found through the tree by queries that take an organisation",
    "accounts.Posting": "belongs to a person, wherever they served",
    "accounts.RoleGrant": "read before any scope can be open",
    "accounts.ApiClient": "read before any scope can be open",
    "competencies.Competency": "published: owned for writing, read by all",
    "competencies.Framework": "published: owned for writing, read by all",
    "competencies.KnowledgeResource": "published: owned for writing, read by all",
    "competencies.Position": "published: owned for writing, read by all",
    "competencies.PositionRole": "the organisation says for whose subtree it holds",
    "competencies.Requirement": "the organisation says for whose subtree it holds; a person's own are read with them",
    "competencies.WorkRole": "published: owned for writing, read by all",
    "assessments.Correction": "owned; its pages filter by the owner, and every attempt is marked by it",
    "assessments.OfferedAssessment": "owned; open to everyone or to its own subtree, through its own queries",
    "assessments.Question": "owned; its bank's pages filter by the owner",
    "assessments.Paper": "owned; read through courses that may be everyone's",
    "courses.Course": "owned; read through its visibility",
    "courses.Asset": "owned; read through the course that shows it",
}
# Every use of `everywhere()` outside tests, and why no scope can be open there.
UNLIMITED = {
    "competencies/positions/api.py": "the API's schema is made without a caller; nothing is read",
    "competencies/positions/queries/orders.py": "a person's own orders, wherever they were issued; orders for handlers",
    "assessments/corrections/queries.py": "results that rest on a key, wherever people serve: numbers only",
    "assessments/voiding/services.py": "what rests on a voided attempt, also where its learner served before",
    "assessments/corrections/services.py": "a corrected key marks everybody again, wherever they serve",
    "assessments/attempts/queries.py": "a person's own attempt on its way after a transfer: only that there is one",
    "courses/learning/queries/enrolments.py": "a person's own enrolments on their way after a transfer: only whether",
    "assessments/attempts/tasks.py": "expired attempts of every organisation are handed in",
    "capacity_plans/assignments/api.py": "the API's schema is made without a caller; nothing is read",
    "capacity_plans/assignments/queries.py": "a person's own obligations, also from offices they have left",
    "capacity_plans/management/commands/materialise_plans.py": "an operator's rebuild",
    "capacity_plans/management/commands/rebuild_plan_progress.py": "an operator's rebuild",
    "capacity_plans/monitoring/tasks.py": "the new day comes for every organisation",
    "capacity_plans/plans/api.py": "the API's schema is made without a caller; nothing is read",
    "competencies/evidence/queries/checks.py": "a person's own invitations, also about somebody who serves elsewhere",
    "competencies/evidence/services/merging.py": "a merged competency is held wherever people serve",
    "competencies/evidence/uses.py": "how much rests on a competency, wherever people serve: numbers only",
    "competencies/evidence/tasks.py": "the new day comes for every organisation",
    "competencies/framework/queries/proposals.py": "one proposal for its deciders; of others only that there is one",
    "competencies/insight/uses.py": "how many people a competency is asked of, wherever they serve: numbers only",
    "competencies/framework/queries/revisions.py": "approved wordings are everyone's; of drafts only that there is one",
    "competencies/insight/queries/counting.py": "whom an item asks, wherever they serve, to mark them for a recount",
    "competencies/insight/queries/teach.py": "the demand board: sums over all ministries and States, none below five",
    "competencies/insight/services/counting.py": "a person's gaps at a second post in another tree",
    "competencies/insight/tasks.py": "the new day comes for every organisation, and marks are swept for all",
    "competencies/management/commands/rebuild_attainments.py": "an operator's rebuild",
    "competencies/management/commands/rebuild_gaps.py": "an operator's rebuild",
    "competencies/framework/api/revisions.py": "the schema of the API is made without a caller; nothing is read",
    "competencies/framework/case/queries.py": "when approved wordings of a published framework came into force",
    "courses/certificates/queries.py": "anybody may verify a certificate, without signing in",
    "igot/seed/scale/plan.py": "the plans of every organisation are assigned to the many at once",
    "igot/approvals/queries.py": "what waits for a person, across all their grants, each checked by path",
    "igot/imports/queries.py": "a worker finds the job or export it was told of, then opens its organisation",
}


def tenant_models() -> list:
    return [
        model
        for model in apps.get_models()
        if any(field.name == "organisation" for field in model._meta.fields) and model._meta.label not in NOT_TENANT
    ]


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_a_tenant_model_refuses_to_run_without_a_scope(model: type) -> None:
    with pytest.raises(ScopeError):
        model.objects.count()  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_a_tenant_model_sees_only_its_subtree(model: type, cast: Cast) -> None:
    with subtree(cast.dopt):
        sql = str(model.objects.all().query)  # type: ignore[attr-defined]
    assert f"LIKE {cast.dopt.path}%" in sql


def test_no_row_is_excused_for_nothing() -> None:
    labels = {model._meta.label for model in apps.get_models()}
    assert set(NOT_TENANT) <= labels


def test_every_unlimited_reading_is_listed_with_its_reason() -> None:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    users = {
        name
        for name in names
        if not name.startswith("tests/")
        and name != "igot/kernel/tenancy.py"
        and re.search(r"\b(everywhere|scopes_disabled)\(", (ROOT / name).read_text("utf-8"))
    }
    assert users == set(UNLIMITED)
