"""Pages and lists ask the database as often for many rows as for few, and as `query_counts.json` allows."""

import json
import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.bank import services as bank
from assessments.offered import services as offered
from assessments.papers import services as papers
from capacity_plans.plans import services as plans
from competencies.evidence import services as evidence
from competencies.framework import services as frac
from competencies.framework.queries import by_codes
from competencies.framework.services import import_framework
from courses.authoring import services as authoring
from courses.authoring.models import Course, Release
from igot.accounts import services as accounts
from igot.accounts.models import Role
from igot.accounts.queries import by_email
from igot.imports import services as imports
from igot.kernel.tenancy import everywhere
from igot.notifications.models import Mail
from igot.organisations import services as organisations
from tests.architecture.growing_work import begin_work, more_work
from tests.capacity_plans.conftest import EVERYONE, approve, begin, complete, in_force, make_plan
from tests.cast import Cast
from tests.conftest import LEDGER
from tests.courses.conftest import FRAMEWORK, competency, make_draft, paper, publish, uploads
from tests.imports.conftest import csv_bytes

__all__ = [
    "approve",
    "begin",
    "competency",
    "complete",
    "in_force",
    "make_draft",
    "make_plan",
    "paper",
    "publish",
    "uploads",
]
# What grows with its rows shows at twelve as it does at thirty, in a third of the time.
FEW, MANY = 3, 12
# Who opens which page; what stands in its address is named by the world.
PAGES: dict[str, tuple[str, Callable[[Any], dict[str, Any]]]] = {
    "home": ("learner", lambda w: {}),
    "my_assignments": ("learner", lambda w: {}),
    "my_learning": ("learner", lambda w: {}),
    "catalogue": ("learner", lambda w: {}),
    "assessments": ("learner", lambda w: {}),
    "passbook": ("learner", lambda w: {}),
    "passbook_work": ("learner", lambda w: {}),
    "self_assessments": ("learner", lambda w: {}),
    "claim_list": ("learner", lambda w: {}),
    "checks": ("learner", lambda w: {}),
    "team": ("learner", lambda w: {}),
    "person_passbook": ("admin", lambda w: {"slug": "dopt", "public_id": w.cast.learner.public_id}),
    "competency_list": ("learner", lambda w: {}),
    "competency": ("learner", lambda w: {"public_id": w.competency.public_id}),
    "item_versions": ("learner", lambda w: {"kind": "competency", "public_id": w.competency.public_id}),
    "releases": ("learner", lambda w: {}),
    "frac": ("admin", lambda w: {"slug": "dopt"}),
    "frac_duplicates": ("admin", lambda w: {"slug": "dopt", "kind": "competency"}),
    "api_items": ("learner", lambda w: {"kind": "competency"}),
    "api_proposals": ("admin", lambda w: {"public_id": w.cast.dopt.public_id}),
    "api_revisions": ("admin", lambda w: {"public_id": w.cast.dopt.public_id}),
    "certificates": ("learner", lambda w: {}),
    "notices": ("learner", lambda w: {}),
    "notice_settings": ("learner", lambda w: {}),
    "profile": ("learner", lambda w: {}),
    "approvals": ("content_reviewer", lambda w: {}),
    "acting": ("admin", lambda w: {}),
    "operations": ("platform_admin", lambda w: {}),
    **{
        name: ("admin", lambda w: {"slug": "dopt"})
        for name in (
            "organisation_home",
            "organisation",
            "designations",
            "audit_trail",
            "people",
            "grant_list",
            "client_list",
            "imports",
            "exports",
            "certificates_of_people",
            "attempts_of_people",
        )
    },
    "person": ("admin", lambda w: {"slug": "dopt", "public_id": w.cast.learner.public_id}),
    "gap_map": ("admin", lambda w: {"slug": "dopt"}),
    "gap_trend": ("admin", lambda w: {"slug": "dopt"}),
    "gap_next": ("admin", lambda w: {"slug": "dopt"}),
    "gap_competency": ("admin", lambda w: {"slug": "dopt", "public_id": w.competency.public_id}),
    "gap_people": ("admin", lambda w: {"slug": "dopt", "public_id": w.competency.public_id}),
    "finder_log": ("admin", lambda w: {"slug": "dopt"}),
    "being_found": ("learner", lambda w: {}),
    "demand": ("creator", lambda w: {}),
    "my_work": ("learner", lambda w: {}),
    "position_list": ("admin", lambda w: {"slug": "dopt"}),
    "position": ("admin", lambda w: {"slug": "dopt", "public_id": w.work.position.public_id}),
    "order_list": ("leader", lambda w: {"slug": "dopt"}),
    "order": ("leader", lambda w: {"slug": "dopt", "public_id": w.work.order.public_id}),
    "api_my_work": ("learner", lambda w: {}),
    "api_positions": ("admin", lambda w: {"public_id": w.cast.dopt.public_id}),
    "api_position": (
        "admin",
        lambda w: {"public_id": w.cast.dopt.public_id, "position_id": w.work.position.public_id},
    ),
    "api_orders": ("admin", lambda w: {"public_id": w.cast.dopt.public_id}),
    "api_order": ("admin", lambda w: {"public_id": w.cast.dopt.public_id, "order_id": w.work.order.public_id}),
    "plan_list": ("leader", lambda w: {"slug": "dopt"}),
    "plan": ("leader", lambda w: {"slug": "dopt", "public_id": w.planned.plan.public_id}),
    "plan_progress": ("leader", lambda w: {"slug": "dopt", "public_id": w.plan.public_id}),
    "plan_people": ("leader", lambda w: {"slug": "dopt", "public_id": w.plan.public_id}),
    "question_list": ("creator", lambda w: {"slug": "istm"}),
    "paper_list": ("creator", lambda w: {"slug": "istm"}),
    "correction_list": ("creator", lambda w: {"slug": "istm"}),
    "course_admin_list": ("creator", lambda w: {"slug": "istm"}),
    "course_edit": ("creator", lambda w: {"slug": "istm", "public_id": w.draft.course.public_id}),
    "api_me": ("learner", lambda w: {}),
    "api_organisations": ("admin", lambda w: {}),
    "api_competencies": ("learner", lambda w: {}),
    "api_passbook": ("learner", lambda w: {}),
    "api_catalogue": ("learner", lambda w: {}),
    "api_my_enrolments": ("learner", lambda w: {}),
    "api_assessments": ("learner", lambda w: {}),
    "api_offers": ("creator", lambda w: {"public_id": w.cast.istm.public_id}),
    "api_my_certificates": ("learner", lambda w: {}),
    "api_my_assignments": ("learner", lambda w: {}),
    "api_approvals": ("content_reviewer", lambda w: {}),
    "api_changes": ("admin", lambda w: {}),
    "api_own_courses": ("creator", lambda w: {"public_id": w.cast.istm.public_id}),
    **{
        name: ("admin", lambda w: {"public_id": w.cast.dopt.public_id})
        for name in (
            "api_attainments",
            "api_enrolments",
            "api_completions",
            "api_certificates",
            "api_attempts",
            "api_plans",
            "api_assignments",
        )
    },
    **{
        name: ("admin", lambda w: {"public_id": w.cast.dopt.public_id})
        for name in ("api_gaps", "api_gap_trend", "api_gap_next")
    },
    "api_demand": ("creator", lambda w: {}),
    "api_plan": ("leader", lambda w: {"public_id": w.cast.dopt.public_id, "plan_id": w.planned.plan.public_id}),
    "api_plan_progress": ("leader", lambda w: {"public_id": w.cast.dopt.public_id, "plan_id": w.plan.public_id}),
}


def world_author(cast: Cast) -> Any:
    """Who FRACs for DoPT."""
    author = by_email("frac_author@test.example") or cast.person("frac_author", cast.dopt)
    return cast.grant(author, Role.FRAC_AUTHOR, cast.dopt)


def more_competencies(cast: Cast, number: int, now: datetime) -> None:
    """The dictionary gets one more, and the learner shows it."""
    code = f"FUN-1{number:02d}"
    one = {**FRAMEWORK["competencies"][0], "id": code, "name": f"Skill {number}", "name_hi": f"दक्षता {number}"}
    import_framework(data={**FRAMEWORK, "competencies": [one]}, organisation=cast.goi, actor=None, at=now)
    item = by_codes([code])[code]
    author: dict[str, Any] = {"actor": world_author(cast), "at": now}
    frac.start_revision(kind="competency", organisation=cast.dopt, item_id=item.public_id, **author)
    import_framework(
        data={**FRAMEWORK, "competencies": [{**one, "id": f"FUN-3{number:02d}", "name": f"Spare {number}"}]},
        organisation=cast.goi,
        actor=None,
        at=now,
    )
    spare = by_codes([f"FUN-3{number:02d}"])[f"FUN-3{number:02d}"]
    frac.propose(kind="competency", organisation=cast.dopt, item=spare, change="retire", reason="Unused", **author)
    frac.publish_release(title=f"Release {number}", notes="", organisation=cast.goi, **author)
    evidence.record(
        learner=cast.learner,
        competency=item,
        level=2,
        kind="course",
        source_kind="tests.source",
        source_id=uuid4(),
        source_title="A course",
        occurred_at=now,
        at=now,
    )


def one_more(world: SimpleNamespace, tools: SimpleNamespace, number: int, now: datetime) -> None:
    """One more row in everything that is listed somewhere."""
    cast = world.cast
    by: dict[str, Any] = {"actor": cast.admin, "at": now}
    person = cast.person(f"person{number}", cast.dopt)
    accounts.grant_role(
        user=person,
        role=Role.PLAN_MANAGER,
        organisation=cast.dopt,
        starts_at=now,
        ends_at=now + timedelta(days=99),
        **by,
    )
    accounts.register_client(name=f"Client {number}", organisation=cast.dopt, scopes=["plans:read"], **by)
    organisations.add_designation(name=f"Designation {number}", organisation=cast.dopt, **by)
    cast.organisation(cast.dopt, f"SUB{number}", f"Office {number}", "organisation")
    course = tools.publish(tools.make_draft(title=f"Course {number}", assessment=False))
    provider: dict[str, Any] = {"actor": cast.creator, "at": now}
    authoring.submit_release(release=tools.make_draft(title=f"Waiting {number}", assessment=False), **provider)
    authoring.add_module(release=world.draft, title=f"Module {number}", **provider)
    options = [{"id": "a", "text": "First"}, {"id": "b", "text": "Second"}]
    question = bank.add_question(
        organisation=cast.istm,
        kind="single",
        stem=f"What is {number}?",
        options=options,
        key={"options": ["a"]},
        **provider,
    )
    papers.create_paper(organisation=cast.istm, title=f"Paper {number}", minutes=20, pass_percent=50, **provider)
    exam = papers.create_paper(organisation=cast.istm, title=f"Exam {number}", **provider)
    papers.set_items(version=exam, items=[(question, 1)], **provider)
    papers.publish_paper(version=exam, **provider)
    with everywhere():
        shown = {"competency": world.competency, "level": 2, "summary": "What is examined."}
        open_to_all = offered.offer_assessment(paper=exam.paper, actor=cast.publisher, at=now, **shown)
        offered.sit(assessment=open_to_all, learner=cast.learner, at=now)
        planner: dict[str, Any] = {"actor": cast.manager, "at": now}
        plans.add_item(version=world.planned, course=course, due_on=date(2027, 12, 31), audience=EVERYONE, **planner)
        plans.draft_plan(organisation=cast.dopt, year=2026, kind="special", title=f"Plan {number}", **planner)
        rows = csv_bytes([{"Email*": f"new{number}@test.example"}])
        imports.upload(
            kind="people", organisation=cast.dopt, file=SimpleUploadedFile(f"people{number}.csv", rows), **by
        )
        imports.ask_export(kind="people", organisation=cast.dopt, parameters={"number": number}, **by)
        more_competencies(cast, number, now)
        more_work(world.work, cast, person, by_codes([f"FUN-1{number:02d}"])[f"FUN-1{number:02d}"], number, now)
        tools.complete(cast.learner, course)


@pytest.fixture
def grow(
    cast: Cast,
    now: datetime,
    competency: Any,
    make_draft: Callable[..., Release],
    publish: Callable[[Release], Course],
    make_plan: Callable[..., Any],
    in_force: Callable[..., Any],
    complete: Callable[..., Any],
    drain: Callable[[], int],
) -> Callable[[int, int], SimpleNamespace]:
    """`grow(0, 3)`: a world with three rows in every list; `grow(3, 12)`: the same world with more."""
    for person in {who for who, _address in PAGES.values()} | {"manager", "publisher"}:
        getattr(cast, person)
    course = publish(make_draft(title="On offer", assessment=False))
    drain()
    world = SimpleNamespace(
        cast=cast,
        competency=competency,
        plan=in_force(make_plan(course)).plan,
        planned=make_plan(year=2027),
        draft=make_draft(title="In the making", assessment=False),
        work=begin_work(cast, now),
    )
    tools = SimpleNamespace(make_draft=make_draft, publish=publish, complete=complete)

    def grown(start: int, end: int) -> SimpleNamespace:
        for number in range(start, end):
            one_more(world, tools, number, now)
        drain()
        with everywhere():
            Mail.objects.update(state=Mail.State.FAILED, error="refused")
        return world

    return grown


def asked(browser: Client, url: str) -> int:
    """How often the database is asked for a page that was opened before."""
    first = browser.get(url)
    assert first.status_code == 200, (url, first.status_code)
    with CaptureQueriesContext(connection) as captured:
        browser.get(url)
    return len([query for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_twelve_rows_cost_no_more_than_three(
    grow: Callable[[int, int], SimpleNamespace], sign_in: Callable[..., Client], settings: Any
) -> None:
    # The feed holds back what is younger: on a fast machine it would be empty at three rows and not at twelve.
    settings.CHANGES_SETTLE_SECONDS = 0
    world = grow(0, FEW)
    browsers = {who: sign_in(getattr(world.cast, who)) for who, _address in PAGES.values()}
    visits = {
        name: partial(asked, browsers[who], reverse(name, kwargs=address(world)))
        for name, (who, address) in PAGES.items()
    }
    few = {name: visit() for name, visit in visits.items()}
    grow(FEW, MANY)
    many = {name: visit() for name, visit in visits.items()}
    if "SHOW_QUERIES" in os.environ:
        with open(os.environ["SHOW_QUERIES"], "w") as file:
            json.dump({"few": few, "many": many}, file)
    allowed = json.loads(LEDGER.read_text())
    growing = [f"{name}: {few[name]} for few rows, {many[name]} for many" for name in PAGES if many[name] > few[name]]
    dear = [
        f"{name}: {many[name]}, {allowed.get(name)} allowed" for name in PAGES if many[name] > allowed.get(name, -1)
    ]
    assert not growing + dear, "\n".join(growing + dear)


def test_the_ledger_holds_nothing_that_is_not_measured() -> None:
    root = LEDGER.parent
    tests = "\n".join(path.read_text("utf-8") for path in root.rglob("test_*.py"))
    named = {name for name in json.loads(LEDGER.read_text()) if f'"{name}"' in tests or name.startswith("api_")}
    assert named == set(json.loads(LEDGER.read_text()))
