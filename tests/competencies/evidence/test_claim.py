"""Prior learning: claimed with documents, verified at the same or a lower level, or sent back with a comment."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from competencies.evidence import services
from competencies.evidence.models import Attainment, Claim, ClaimDocument, Evidence
from igot.accounts.models import Role, RoleGrant
from igot.approvals import services as approvals
from igot.approvals.models import Request
from igot.kernel.clock import end_of_day
from igot.kernel.errors import Conflict, Denied, Refused
from igot.notifications.kinds import KINDS
from igot.notifications.models import Notice
from tests.architecture.conftest import PNG
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere", "uploads")
WORDS = {"title": "Diploma in drafting", "issuer": "A university", "earned_on": date(2020, 5, 1)}


@pytest.fixture
def uploads(settings, tmp_path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


def png(name: str = "../diploma.php", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def claim(cast: Cast, team: SimpleNamespace, now: datetime) -> Claim:
    made = services.draft_claim(learner=cast.learner, competency=team.noting, level=4, **WORDS, at=now)
    services.add_document(claim=made, file=png(), at=now)
    return made


def test_a_verified_claim_is_evidence_at_the_level_that_was_found_until_its_day(
    cast: Cast, team: SimpleNamespace, claim: Claim, now: datetime, drain
) -> None:
    services.submit_claim(claim=claim, at=now)
    with pytest.raises(Refused):
        services.verify_claim(claim=claim, level=5, valid_until=None, actor=team.assessor, at=now)
    services.verify_claim(claim=claim, level=3, valid_until=date(2027, 3, 31), actor=team.assessor, at=now)
    drain()
    assert (claim.state, claim.verified_level) == ("verified", 3)
    held = Attainment.objects.get(learner=cast.learner)
    assert (held.level, held.valid_until) == (3, end_of_day(date(2027, 3, 31)))
    assert held.since is not None and held.since.date() <= WORDS["earned_on"]
    with pytest.raises(Conflict):
        services.verify_claim(claim=claim, level=4, valid_until=None, actor=team.assessor2, at=now)
    assert Evidence.objects.count() == 1


def test_the_general_page_of_approvals_verifies_what_was_claimed(
    team: SimpleNamespace, claim: Claim, now: datetime
) -> None:
    services.submit_claim(claim=claim, at=now)
    approvals.approve(request=Request.objects.get(), actor=team.assessor, at=now)
    assert (Evidence.objects.get().level, Evidence.objects.get().kind) == (4, "prior_learning")


def test_a_claim_is_decided_over_the_api(
    cast: Cast, team: SimpleNamespace, claim: Claim, now: datetime, drain, sign_in
) -> None:
    services.submit_claim(claim=claim, at=now)
    path = f"/api/v1/organisations/{cast.dopt.public_id}/claims/{claim.public_id}/decision/"
    client = sign_in(team.assessor)
    assert sign_in(cast.admin).post(path, {"verified": True}, content_type="application/json").status_code == 403
    for wrong in ({}, {"verified": False}, {"verified": True, "level": 5}):
        assert client.post(path, wrong, content_type="application/json").status_code == 422
    made = client.post(path, {"verified": True, "level": 2}, content_type="application/json").json()
    assert (made["state"], made["verified_level"]) == ("verified", 2)
    assert client.post(path, {"verified": True}, content_type="application/json").status_code == 409


def test_a_claim_that_nobody_can_verify_says_so_and_asks_for_an_assessor(
    cast: Cast, team: SimpleNamespace, claim: Claim, now: datetime, drain, sign_in
) -> None:
    admin = cast.admin
    RoleGrant.objects.filter(role=Role.ASSESSOR).update(ends_at=now)
    services.submit_claim(claim=claim, at=now)
    drain()
    assert Notice.objects.get(kind="competencies.assessor_missing").person == admin
    assert "no other assessor yet" in sign_in(cast.learner).get(reverse("claim", args=[claim.public_id])).text


def test_who_decides_in_hindi_is_told_the_names_in_hindi(
    cast: Cast, team: SimpleNamespace, claim: Claim, now: datetime, drain
) -> None:
    cast.learner.name_in_hindi = "आशा"
    cast.learner.save(update_fields=["name_in_hindi"])
    team.noting.translations = {"hi": {"name": "टिप्पण एवं प्रारूपण"}}
    team.noting.save(update_fields=["translations"])
    services.submit_claim(claim=Claim.objects.get(pk=claim.pk), at=now)
    drain()
    notice = Notice.objects.get(person=team.assessor, kind="approvals.waiting")
    with override("hi"):
        assert KINDS[notice.kind].title_for(notice.values).endswith("टिप्पण एवं प्रारूपण: Diploma in drafting")
        assert KINDS[notice.kind].body_for(notice.values).startswith("आशा ")
        assert Request.objects.get().title_here == "टिप्पण एवं प्रारूपण: Diploma in drafting"
    with override("en"):
        assert KINDS[notice.kind].body_for(notice.values).startswith(cast.learner.name)


def test_the_request_leads_each_to_a_page_they_may_open(
    team: SimpleNamespace, claim: Claim, now: datetime, sign_in
) -> None:
    services.submit_claim(claim=claim, at=now)
    page = reverse("approval", args=[Request.objects.get().public_id])
    for person in (claim.learner, team.assessor):
        client = sign_in(person)
        link = (
            client.get(page)
            .content.decode()
            .partition("Look at it in full")[0]
            .rpartition('href="')[2]
            .partition('"')[0]
        )
        assert client.get(link).status_code == 200


def test_nobody_verifies_their_own_claim(cast: Cast, team: SimpleNamespace, claim: Claim, now: datetime) -> None:
    cast.grant(cast.learner, "assessor", cast.dopt)
    services.submit_claim(claim=claim, at=now)
    with pytest.raises(Denied):
        services.verify_claim(claim=claim, level=4, valid_until=None, actor=cast.learner, at=now)
    claim.refresh_from_db()
    assert claim.verified_level is None and not Evidence.objects.exists()


def test_a_returned_claim_is_mended_and_submitted_again(team: SimpleNamespace, claim: Claim, now: datetime) -> None:
    services.submit_claim(claim=claim, at=now)
    with pytest.raises(Conflict):
        services.add_document(claim=claim, file=png(content=PNG + b"x"), at=now)
    with pytest.raises(Refused):
        services.return_claim(claim=claim, comment=" ", actor=team.assessor, at=now)
    services.return_claim(claim=claim, comment="The date is missing.", actor=team.assessor, at=now)
    assert claim.state == "returned"
    services.edit_claim(claim=claim, changes={"level": 2}, at=now)
    services.submit_claim(claim=claim, at=now)
    services.take_claim_back(claim=claim, at=now)
    assert claim.state == "withdrawn" and Request.objects.filter(state="withdrawn").count() == 1


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "empty"),
        (b"<html><script>", "Choose a PDF"),
        (b"%PDF-1.4 but nothing more", "damaged"),
        (PNG[:40], "damaged"),
        (b"0" * (5 * 1024 * 1024 + 1), "too large"),
    ],
)
def test_a_file_that_is_no_harmless_document_is_refused(
    team: SimpleNamespace, claim: Claim, now: datetime, content: bytes, text: str
) -> None:
    with pytest.raises(Refused) as refusal:
        services.add_document(claim=claim, file=png("diploma.pdf", content), at=now)
    assert text in str(refusal.value.message) and ClaimDocument.objects.count() == 1


def test_the_same_file_is_one_document_and_a_sixth_is_refused(claim: Claim, now: datetime) -> None:
    assert services.add_document(claim=claim, file=png(), at=now).name == "diploma.png"
    for number in range(4):
        middle = len(PNG) - 12
        services.add_document(claim=claim, file=png(content=PNG[:middle] + bytes([number]) + PNG[middle:]), at=now)
    with pytest.raises(Refused):
        services.add_document(claim=claim, file=png(content=PNG[:-12] + b"more" + PNG[-12:]), at=now)
    assert claim.documents.count() == 5


def test_a_removed_document_leaves_no_file(claim: Claim, now: datetime, django_capture_on_commit_callbacks) -> None:
    document = claim.documents.get()
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_document(claim=claim, document=document)
    assert not default_storage.exists(document.file.name)
    with pytest.raises(Refused) as refusal:
        services.submit_claim(claim=claim, at=now)
    assert "file" in refusal.value.fields


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"level": 6}, "level"),
        ({"earned_on": date(2030, 1, 1)}, "earned_on"),
        ({"valid_until": date(2019, 1, 1)}, "valid_until"),
    ],
)
def test_what_cannot_be_claimed_is_named(
    cast: Cast, team: SimpleNamespace, now: datetime, given: dict, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        services.draft_claim(learner=cast.learner, competency=team.noting, **{"level": 3, **WORDS, **given}, at=now)
    assert field in refusal.value.fields


def test_a_claim_goes_from_the_learner_to_the_assessor_and_back_on_the_pages(
    cast: Cast, team: SimpleNamespace, now: datetime, drain, sign_in
) -> None:
    client, judge = sign_in(cast.learner), sign_in(team.assessor)
    assert "You have claimed nothing yet" in client.get(reverse("claim_list")).content.decode()
    begin = f"{reverse('claim_new')}?competency={team.noting.public_id}"
    words = {"level": "3", "title": "Diploma", "issuer": "A university", "earned_on": "2020-05-01"}
    refused = client.post(begin, {**words, "earned_on": "2090-01-01"})
    assert refused.status_code == 422 and "Diploma" in refused.content.decode()
    page = client.post(begin, words).url
    claim = Claim.objects.get()
    assert client.post(reverse("claim_submit", args=[claim.public_id])).status_code == 422
    documents = reverse("claim_documents", args=[claim.public_id])
    assert client.post(documents, {"file": png("a.exe", b"MZ")}).status_code == 422
    assert client.post(documents, {"file": png("a.png")}).status_code == 302
    kwargs = {"public_id": claim.public_id, "document_id": claim.documents.get().public_id}
    served = client.get(reverse("claim_document", kwargs=kwargs))
    assert served["Content-Type"] == "image/png" and served["Content-Disposition"].startswith("attachment")
    assert client.post(reverse("claim_submit", args=[claim.public_id])).status_code == 302
    assert "Diploma" in judge.get(reverse("claims_to_verify", args=["dopt"])).content.decode()
    assert judge.get(reverse("claim_document_to_verify", kwargs={"slug": "dopt", **kwargs})).status_code == 200
    verify = reverse("claim_to_verify", args=["dopt", claim.public_id])
    assert judge.post(verify, {"decision": "return", "comment": ""}).status_code == 422
    assert judge.post(verify, {"decision": "return", "comment": "Blurred."}).status_code == 302
    assert "Blurred." in client.get(page).content.decode()
    client.post(reverse("claim_submit", args=[claim.public_id]))
    assert judge.post(verify, {"decision": "verify", "level": "2"}).status_code == 302
    drain()
    assert "Level 2: Proficient" in client.get(reverse("passbook")).content.decode()
    for nobody in (team.boss, team.stranger, cast.admin):
        assert sign_in(nobody).get(reverse("claim_document", kwargs=kwargs)).status_code == 404
    their = sign_in(team.stranger)
    assert their.get(verify).status_code == 404
    assert their.get(reverse("claim_to_verify", args=["mof", claim.public_id])).status_code == 404


def test_a_claim_over_the_api(cast: Cast, team: SimpleNamespace, sign_in) -> None:
    client = sign_in(cast.learner)
    given = {"competency": str(team.noting.public_id), "level": 3, **WORDS}
    made = client.post("/api/v1/me/claims/", given, content_type="application/json")
    assert made.status_code == 201
    path = f"/api/v1/me/claims/{made.json()['public_id']}/"
    assert client.post(f"{path}documents/", {"file": png("a.png")}).status_code == 201
    assert client.post(f"{path}submit/", content_type="application/json").json()["state"] == "submitted"
    listed = sign_in(team.assessor).get(f"/api/v1/organisations/{cast.dopt.public_id}/claims/").json()
    assert [row["documents"][0]["name"] for row in listed["results"]] == ["a.png"]
    assert sign_in(team.stranger).get(f"/api/v1/organisations/{cast.dopt.public_id}/claims/").status_code == 404


def test_a_claim_expires_on_its_day(cast: Cast, team: SimpleNamespace, claim: Claim, now: datetime, drain) -> None:
    services.submit_claim(claim=claim, at=now)
    services.verify_claim(claim=claim, level=4, valid_until=now.date(), actor=team.assessor, at=now)
    drain(now)
    assert Attainment.objects.get().level == 4
    assert services.settle_expired(at=now + timedelta(days=1)) == 1
    assert Attainment.objects.get().level == 0
