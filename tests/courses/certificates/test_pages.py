"""Certificates' pages: the holder's own, and what anybody may see."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from courses.certificates import services

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scope_everywhere")]


def pdf(certificate):
    return reverse("certificate_pdf", args=[certificate.public_id])


def verify(serial):
    return reverse("verify", args=[serial])


def test_the_holder_gets_the_pdf_also_when_the_worker_is_late(cast, sign_in, certificate):
    answer = sign_in(cast.learner).get(pdf(certificate))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_while_it_cannot_be_drawn_the_page_says_so(cast, sign_in, certificate, tmp_path):
    (tmp_path / "certificates").write_text("a file where a folder should be")
    answer = sign_in(cast.learner).get(pdf(certificate))
    assert answer.status_code == 202
    assert certificate.serial in answer.content.decode()


def test_nobody_else_gets_the_pdf(cast, sign_in, certificate):
    for other in (cast.stranger, cast.learner2, cast.admin, cast.platform_admin):
        assert sign_in(other).get(pdf(certificate)).status_code == 404
    assert sign_in(None).get(pdf(certificate)).status_code == 302
    assert (
        sign_in(cast.learner2).get(reverse("certificate_for", args=[certificate.enrolment.public_id])).status_code
        == 404
    )


def test_my_certificates_lists_mine_only_and_says_what_to_do_when_there_is_none(cast, sign_in, certificate):
    url = reverse("certificates")
    client = sign_in(cast.learner)
    assert certificate.serial in client.get(url).content.decode()
    assert certificate.serial in client.get(url, {"q": "noting"}).content.decode()
    assert "No certificate matches" in client.get(url, {"q": "xylophone"}).content.decode()
    assert "No certificate yet" in sign_in(cast.learner2).get(url).content.decode()


def test_anybody_can_verify_and_sees_no_more_than_is_certified(cast, sign_in, certificate):
    answer = sign_in(None).get(verify(certificate.serial))
    text = answer.content.decode()
    assert answer.status_code == 200 and answer["X-Robots-Tag"] == "noindex"
    for said in ("Asha Learner", "आशा क्षत्रिय", "Noting and Drafting", "This certificate holds", "Valid"):
        assert said in text
    for private in (cast.learner.email, str(cast.learner.public_id), str(certificate.enrolment.public_id)):
        assert private not in text


def test_a_number_is_found_however_it_is_typed(sign_in, certificate):
    client = sign_in(None)
    typed = certificate.serial.replace("-", " ").lower()
    assert client.get(reverse("verify_form"), {"serial": typed}).url == verify(certificate.serial)
    assert client.get(verify(certificate.serial.lower())).url == verify(certificate.serial)


def test_a_mistyped_number_is_told_at_once_and_kept_in_the_field(sign_in, certificate):
    last = "2" if certificate.serial[-1] != "2" else "3"
    wrong = certificate.serial[:-1] + last
    answer = sign_in(None).get(reverse("verify_form"), {"serial": wrong})
    assert answer.status_code == 422
    assert "mistyped" in answer.content.decode() and wrong in answer.content.decode()
    assert sign_in(None).get(verify("<script>")).status_code == 404


def test_a_well_formed_number_that_was_never_issued_is_said_not_to_exist(sign_in, db):
    from courses.certificates.serials import new_serial

    answer = sign_in(None).get(verify(new_serial(2026)))
    assert answer.status_code == 404
    assert "never issued" in answer.content.decode() or "no certificate was ever issued" in answer.content.decode()


def test_a_revoked_certificate_is_shown_as_revoked(cast, sign_in, certificate, now):
    services.revoke(certificate=certificate, reason="Issued by mistake", actor=cast.admin, at=now)
    text = sign_in(None).get(verify(certificate.serial)).content.decode()
    assert (
        "This certificate was revoked" in text and "Issued by mistake" in text and "This certificate holds" not in text
    )


def test_looking_up_many_is_slowed_down(sign_in, certificate):
    cache.clear()
    client = sign_in(None)
    answers = [client.get(verify(certificate.serial)).status_code for _time in range(32)]
    cache.clear()
    assert answers[:30] == [200] * 30 and answers[30:] == [429] * 2


def test_the_pages_stay_within_their_query_budgets(cast, sign_in, certificate, assert_queries):
    client = sign_in(cast.learner)
    client.get(reverse("certificates"))
    with assert_queries("certificates"):
        client.get(reverse("certificates"))
    with assert_queries("verify"):
        sign_in(None).get(verify(certificate.serial))
