"""Frameworks leave and come as CASE 1.1 packages; identifiers stay."""

import copy
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from competencies.framework.case import services
from competencies.framework.case.package import package
from competencies.framework.models import CaseImport, Competency, Framework, Node, ReviewDecision
from competencies.framework.services import import_framework
from igot.accounts import services as accounts
from igot.accounts.models import Role
from igot.kernel.errors import Conflict, Denied, Refused
from igot.kernel.tenancy import subtree
from tests.cast import Cast
from tests.competencies.conftest import framework as material

HEAD = {"id": "kcm", "title": "Karmayogi Competency Model", "title_hi": "कर्मयोगी दक्षता मॉडल", "creator": "CBC"}


@pytest.fixture
def national(cast: Cast, now: datetime) -> Framework:
    import_framework(data=material(), organisation=cast.goi, actor=None, at=now)
    return services.keep_as_national(data=HEAD, organisation=cast.goi, at=now)


@pytest.fixture
def bring(cast: Cast, now: datetime) -> Callable[[Any], CaseImport]:
    """Upload a package as the platform's administrator."""

    def brought(content: Any) -> CaseImport:
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        with subtree(cast.goi):
            return services.check_package(
                organisation=cast.goi, content=raw, file_name="kcm.json", actor=cast.platform_admin, at=now
            )

    return brought


def forget() -> None:
    """An empty instance."""
    Competency.objects.all().delete()
    Node.objects.update(parent=None)
    Node.objects.all().delete()
    Framework.objects.all().delete()


def test_it_goes_out_and_into_an_empty_instance_with_the_same_identifiers(
    cast: Cast, now: datetime, national: Framework, bring: Callable[[Any], CaseImport]
) -> None:
    out = package(national)
    before = {row["identifier"]: row["humanCodingScheme"] for row in out["CFItems"]}
    forget()
    brought = bring(out)
    assert (brought.state, brought.report["new_count"], brought.report["faults"]) == ("checked", len(before), [])
    with subtree(cast.goi):
        taken = services.apply_package(case_import=brought, actor=cast.reviewer, at=now)
    again = package(taken)
    assert {row["identifier"]: row["humanCodingScheme"] for row in again["CFItems"]} == before
    for part in ("CFAssociations", "CFRubrics"):
        assert {row["identifier"] for row in again[part]} == {row["identifier"] for row in out[part]}
    noting = Competency.objects.get(code="FUN-001")
    assert noting.in_language("name", "hi") == "टिप्पण और प्रारूपण"
    assert noting.descriptors.get(level=5).text == "Noting and Drafting at Ustad"
    assert ReviewDecision.objects.filter(item_id=noting.public_id, action="approved").count() == 1


def test_the_same_package_again_changes_nothing_and_another_wording_is_shown_as_a_difference(
    cast: Cast, now: datetime, national: Framework, bring: Callable[[Any], CaseImport]
) -> None:
    out = package(national)
    forget()
    with subtree(cast.goi):
        services.apply_package(case_import=bring(out), actor=cast.reviewer, at=now)
    assert bring(out).report["same"] == len(out["CFItems"])
    changed = copy.deepcopy(out)
    item = next(row for row in changed["CFItems"] if row["humanCodingScheme"] == "FUN-001")
    item["fullStatement"] = "Said otherwise."
    brought = bring(changed)
    assert brought.report["changed"][0]["differences"] == [
        ["definition", "What Noting and Drafting means.", "Said otherwise."]
    ]
    with subtree(cast.goi):
        services.apply_package(case_import=brought, actor=cast.reviewer, at=now)
        with pytest.raises(Conflict):
            services.apply_package(case_import=brought, actor=cast.reviewer, at=now)
    noting = Competency.objects.get(code="FUN-001")
    assert (noting.definition, noting.version) == ("Said otherwise.", 2)


def test_what_is_kept_here_is_not_overwritten_by_a_file(
    cast: Cast, now: datetime, national: Framework, bring: Callable[[Any], CaseImport], sign_in: Callable[..., Client]
) -> None:
    out = package(national)
    out["CFItems"][-1]["fullStatement"] = "Said otherwise."
    with subtree(cast.goi):
        brought = bring(out)
        with pytest.raises(Refused):
            services.apply_package(case_import=brought, actor=cast.reviewer, at=now)
    page = sign_in(cast.reviewer).get(f"/o/{brought.organisation.slug}/frac/case/{brought.public_id}/").content.decode()
    assert "change by proposals and reviews" in page and "Take it in" not in page
    assert not Competency.objects.filter(definition="Said otherwise.").exists()


def test_whoever_brings_it_does_not_take_it_in(
    cast: Cast, now: datetime, national: Framework, bring: Callable[[Any], CaseImport]
) -> None:
    with subtree(cast.goi), pytest.raises(Denied):
        services.apply_package(case_import=bring(package(national)), actor=cast.platform_admin, at=now)


def _no_parent(out: dict) -> str:
    arrow = next(row for row in out["CFAssociations"] if row["destinationNodeURI"]["identifier"] != _top(out))
    arrow["destinationNodeURI"]["identifier"] = "00000000-0000-4000-8000-000000000000"
    return "destinationNodeURI"


def _top(out: dict) -> str:
    return str(out["CFDocument"]["identifier"])


def _circle(out: dict) -> str:
    below = next(row for row in out["CFAssociations"] if row["destinationNodeURI"]["identifier"] != _top(out))
    above = next(
        row
        for row in out["CFAssociations"]
        if row["originNodeURI"]["identifier"] == below["destinationNodeURI"]["identifier"]
    )
    above["destinationNodeURI"]["identifier"] = below["originNodeURI"]["identifier"]
    return "CFItems["


def _somebody_elses(out: dict) -> str:
    out["CFDocument"]["identifier"] = "11111111-1111-4111-8111-111111111111"
    return ".identifier"


def _twice(out: dict) -> str:
    out["CFItems"].append(out["CFItems"][0])
    return ".identifier"


def _no_statement(out: dict) -> str:
    out["CFItems"][2]["fullStatement"] = " "
    return "CFItems[2].fullStatement"


def _no_document(out: dict) -> str:
    del out["CFDocument"]
    return "CFDocument"


def _no_list(out: dict) -> str:
    out["CFItems"] = {"first": {}}
    return "CFItems"


@pytest.mark.parametrize("spoil", [_no_parent, _circle, _somebody_elses, _twice, _no_statement, _no_document, _no_list])
def test_a_faulty_package_is_refused_by_place_and_nothing_is_applied(
    spoil: Callable[[dict], str], cast: Cast, now: datetime, national: Framework, bring: Callable[[Any], CaseImport]
) -> None:
    out = package(national)
    named = spoil(out)
    before = (Node.objects.count(), Competency.objects.count())
    brought = bring(out)
    assert brought.state == "refused"
    assert any(named in where for where, _message in brought.report["faults"]), brought.report["faults"]
    with subtree(cast.goi), pytest.raises(Conflict):
        services.apply_package(case_import=brought, actor=cast.reviewer, at=now)
    assert (Node.objects.count(), Competency.objects.count()) == before


@pytest.mark.parametrize("content", [b"\xff\xfe{}", b"[" * 100_000, b"not json", b'{"CFDocument": 1}', b"[]"])
def test_a_file_that_is_no_package_is_refused_with_the_field(
    content: bytes, cast: Cast, sign_in: Callable[..., Client]
) -> None:
    url = f"/o/{cast.goi.slug}/frac/case/"
    answer = sign_in(cast.platform_admin).post(url, {"file": SimpleUploadedFile("x.json", content)}, follow=True)
    assert answer.status_code in (200, 422)
    assert Framework.objects.count() == 0


def test_strangers_read_national_frameworks_and_no_others(
    cast: Cast, now: datetime, national: Framework, client: Client, sign_in: Callable[..., Client]
) -> None:
    own = Framework.objects.create(code="own", title="Own", creator="X", organisation=cast.mof, changed_at=now)
    root = "/ims/case/v1p1/"
    listed = client.get(f"{root}CFDocuments?limit=1").json()["CFDocuments"]
    assert [row["identifier"] for row in listed] == [str(national.public_id)]
    whole = client.get(f"{root}CFPackages/{national.public_id}")
    assert whole.json()["CFDocument"]["caseVersion"] == "1.1"
    assert (
        client.get(f"{root}CFPackages/{national.public_id}", headers={"If-None-Match": whole["ETag"]}).status_code
        == 304
    )
    for part, kind in (("CFItems", "CFItems"), ("CFAssociations", "CFAssociations"), ("CFRubrics", "CFRubrics")):
        one = whole.json()[part][0]
        assert client.get(f"{root}{kind}/{one['identifier']}").json()["uri"] == one["uri"]
    leaf = whole.json()["CFItems"][-1]["identifier"]
    assert client.get(f"{root}CFItemAssociations/{leaf}").json()["CFAssociations"]
    refused = client.get(f"{root}CFPackages/{own.public_id}")
    assert (refused.status_code, refused.json()["imsx_codeMajor"]) == (404, "failure")
    assert sign_in(cast.learner).get(f"{root}CFPackages/{own.public_id}").status_code == 200
    assert client.get(f"{root}CFDocuments?limit=-1").status_code == 400


def test_a_package_is_brought_looked_at_and_taken_in_by_somebody_else(
    cast: Cast, now: datetime, national: Framework, sign_in: Callable[..., Client]
) -> None:
    out = json.dumps(package(national)).encode()
    forget()
    pages = f"/o/{cast.goi.slug}/frac/case/"
    bringer = sign_in(cast.platform_admin)
    shown = bringer.post(pages, {"file": SimpleUploadedFile("kcm.json", out)}, follow=True)
    address = shown.redirect_chain[-1][0]
    assert b"Take it in" not in shown.content and b"other than you" in shown.content
    reviewer = cast.person("second", cast.goi)
    accounts.grant_role(
        user=reviewer, role=Role.CBC_REVIEWER, organisation=cast.goi, starts_at=now, ends_at=now.replace(year=2030),
        actor=cast.platform_admin, at=now,
    )  # fmt: skip
    done = sign_in(reviewer).post(f"{address}apply/", follow=True)
    assert "is taken in" in done.content.decode()
    assert Framework.objects.get().title == HEAD["title"]
    assert sign_in(cast.learner).get(pages).status_code == 404


def test_a_credential_can_point_to_the_item(national: Framework, cast: Cast, sign_in: Callable[..., Client]) -> None:
    noting = Competency.objects.get(code="FUN-001")
    browser, address = sign_in(cast.learner), f"/api/v1/competencies/{noting.public_id}/alignment/"
    said = browser.get(f"{address}?level=3").json()
    assert (said["type"], said["targetCode"], said["targetType"]) == (["Alignment"], "FUN-001", "CFItem")
    assert said["targetName"].endswith("(Advanced)") and said["targetUrl"].endswith(f"/CFItems/{noting.guid}")
    assert browser.get(f"{address}?level=9").status_code == 422
