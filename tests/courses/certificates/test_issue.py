"""A certificate is issued with the completion, signed, drawn later, and can end."""

import io
import unicodedata
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from courses.certificates import services
from courses.certificates.models import Certificate
from courses.certificates.queries import verification
from courses.certificates.signing import public_key, verified
from igot.accounts import services as accounts
from igot.journal.models import Delivery, FactRow
from igot.journal.services import drain as deliver
from igot.kernel.errors import Conflict, Refused
from igot.notifications.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scope_everywhere")]


def test_the_snapshot_says_who_what_and_when_in_both_languages(cast, certificate):
    said = certificate.snapshot
    assert said["holder"] == {"name": "Asha Learner", "name_in_hindi": "आशा क्षत्रिय"}
    assert said["course"]["en"] == "Noting and Drafting"
    assert said["course"]["hi"] == "टिप्पण और प्रारूपण"
    assert said["organisation"]["hi"] == "कार्मिक और प्रशिक्षण विभाग"
    assert said["completed_on"] == "2026-11-21"
    [shown] = said["competencies"]
    aligned = shown.pop("alignment")
    assert (aligned["targetCode"], aligned["targetName"]) == ("FUN-001", "Noting (Proficient)")
    assert "/ims/case/v1p1/CFItems/" in aligned["targetUrl"]
    assert said["competencies"] == [
        {
            "code": "FUN-001",
            "name": {"en": "Noting", "hi": "टिप्पण"},
            "level": 2,
            "level_name": {"en": "Proficient", "hi": "Proficient"},
        }
    ]


def test_the_signature_fits_and_a_changed_one_does_not(certificate):
    claims = verified(certificate.signed)
    assert claims is not None and claims["claims"] == certificate.snapshot
    head, body, signature = certificate.signed.split(".")
    assert verified(f"{head}.{body[:-2]}xx.{signature}") is None
    assert verified("nonsense") is None
    assert set(public_key()) >= {"kty", "crv", "x"} and "d" not in public_key()


def test_changed_claims_are_found_out(certificate):
    Certificate.objects.filter(pk=certificate.pk).update(snapshot={**certificate.snapshot, "minutes": 999})
    found = verification(certificate.serial)
    assert found is not None and not found.genuine and not found.holds


def test_one_enrolment_has_one_valid_certificate(certificate, now):
    decision = certificate.enrolment.decisions.get()
    again = services.issue(enrolment=certificate.enrolment, decision=decision, at=now)
    assert again.pk == certificate.pk
    assert FactRow.objects.filter(kind="courses.CertificateIssued").count() == 1


def test_workers_draw_the_pdf_and_tell_the_holder_once(certificate, drain):
    drain()
    drain()
    certificate.refresh_from_db()
    assert certificate.pdf and len(certificate.pdf_sha256) == 64 and certificate.serial not in certificate.pdf.name
    assert Notice.objects.filter(kind="courses.certificate_issued").count() == 1
    assert FactRow.objects.filter(kind="courses.CertificateDrawn").count() == 1
    assert len(default_storage.listdir("certificates")[1]) == 1


def test_the_pdf_holds_the_hindi_name_and_embeds_its_font(certificate, now):
    drawn = services.draw(certificate=certificate, at=now)
    reader = PdfReader(io.BytesIO(drawn.pdf.open("rb").read()))
    assert len(reader.pages) == 1
    page = reader.pages[0]
    assert page.mediabox.width > page.mediabox.height
    text = unicodedata.normalize("NFC", page.extract_text())
    # Shaping reorders what stands before a consonant; each letter of the name must be there.
    assert set("आशा क्षत्रिय") - {" "} <= set(text)
    assert "Asha Learner" in text and certificate.serial in text
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert descriptors
    assert all(
        "Devanagari" in str(one["/FontName"]) and ("/FontFile2" in one or "/FontFile3" in one) for one in descriptors
    )


def test_a_name_in_both_scripts_of_any_length_stays_on_one_page(cast, complete, short_course, now):
    person = cast.person(
        "long", cast.dopt, "Venkata Subrahmanyeswara Satyanarayana " * 3, name_in_hindi="सुब्रह्मण्येश्वर सत्यनारायण " * 4
    )
    certificate = Certificate.objects.get(enrolment=complete(person, short_course))
    drawn = services.draw(certificate=certificate, at=now)
    assert len(PdfReader(io.BytesIO(drawn.pdf.open("rb").read())).pages) == 1


def test_a_drawing_that_fails_is_tried_again_and_can_be_seen(certificate, now, settings, tmp_path):
    blocked = tmp_path / "certificates"
    blocked.write_text("a file where a folder should be")
    deliver(at=now + timedelta(seconds=1))
    owed = Delivery.objects.get(handler="courses.certificates.handlers.draw")
    assert (owed.state, owed.attempts) == (Delivery.State.PENDING, 1)
    assert owed.error

    blocked.unlink()
    deliver(at=owed.due_at)
    owed.refresh_from_db()
    assert owed.state == Delivery.State.DONE
    certificate.refresh_from_db()
    assert certificate.pdf


def test_a_revoked_certificate_says_so_and_its_holder_is_told(cast, certificate, now):
    with pytest.raises(Refused):
        services.revoke(certificate=certificate, reason=" ", actor=cast.admin, at=now)
    services.revoke(certificate=certificate, reason="Taken by somebody else", actor=cast.admin, at=now)
    found = verification(certificate.serial)
    assert found is not None
    assert (found.state, found.reason, found.genuine, found.holds) == ("revoked", "Taken by somebody else", True, False)
    assert Notice.objects.filter(kind="courses.certificate_revoked", person=cast.learner).count() == 1
    assert FactRow.objects.filter(kind="courses.CertificateRevoked").count() == 1
    with pytest.raises(Conflict):
        services.revoke(certificate=certificate, reason="Again", actor=cast.admin, at=now)


def test_a_corrected_name_supersedes_the_certificate(cast, certificate, now):
    accounts.change_profile(user=cast.learner, changes={"name": "Asha Kshatriya"}, actor=cast.admin, at=now)
    certificate.enrolment.learner.refresh_from_db()
    new = services.supersede(certificate=certificate, reason="Name corrected", actor=cast.admin, at=now)
    old = verification(certificate.serial)
    assert old is not None and (old.state, old.superseded_by) == ("superseded", new.serial)
    assert new.snapshot["holder"]["name"] == "Asha Kshatriya"
    assert new.serial != certificate.serial and new.supersedes_id == certificate.pk


def test_who_completes_after_a_transfer_that_workers_have_not_heard_of_is_counted_where_they_serve(
    cast, begun_page, now, drain
):
    enrolment, finish = begun_page(cast.learner)
    accounts.transfer(
        user=cast.learner, organisation=cast.istm, designation=None, starts_on=now.date(), actor=cast.admin, at=now
    )
    finish()
    enrolment.refresh_from_db()
    issued = Certificate.objects.get(enrolment=enrolment)
    assert (enrolment.organisation, enrolment.organisation_at) == (cast.istm, cast.istm)
    assert (issued.organisation, issued.organisation_at) == (cast.istm, cast.istm)
    drain()
    issued.refresh_from_db()
    assert issued.organisation == cast.istm
