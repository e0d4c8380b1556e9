"""Those who administer the holder's organisation revoke a certificate, or replace it by a corrected one."""

import pytest
from django.urls import reverse

from competencies.evidence.models import Attainment, Evidence, Withdrawal
from courses.certificates import services
from courses.certificates.models import Certificate
from courses.certificates.queries import verification
from igot.accounts import services as accounts
from igot.journal.models import FactRow
from igot.kernel.errors import Refused
from igot.notifications.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scope_everywhere")]


def address(cast, name, certificate=None):
    ids = {"public_id": certificate.public_id} if certificate else {}
    return reverse(name, kwargs={"slug": cast.dopt.slug, **ids})


def rename(cast, now, name="Asha Kshatriya"):
    accounts.change_profile(user=cast.learner, changes={"name": name}, actor=cast.learner, at=now)


def test_what_a_revoked_certificate_was_evidence_of_counts_no_longer(cast, certificate, drain, now):
    drain()
    held = Attainment.objects.get(learner=cast.learner)
    assert held.level == 2
    services.revoke(certificate=certificate, reason="Somebody else sat it", actor=cast.admin, at=now)
    drain()
    drain()
    held.refresh_from_db()
    assert held.level == 0
    assert Withdrawal.objects.get().reason == "Somebody else sat it"
    assert Withdrawal.objects.get().withdrawn_by == cast.admin
    assert Evidence.objects.count() == 1
    assert FactRow.objects.filter(kind="competencies.EvidenceWithdrawn").count() == 1


def test_a_corrected_certificate_goes_on_being_evidence(cast, certificate, drain, now):
    rename(cast, now)
    drain()
    services.supersede(certificate=certificate, reason="Married", actor=cast.admin, at=now)
    drain()
    assert Attainment.objects.get(learner=cast.learner).level == 2
    assert not Withdrawal.objects.exists()


def test_the_holder_of_a_corrected_certificate_is_told_which_replaces_which(cast, certificate, drain, now):
    rename(cast, now)
    new = services.supersede(certificate=certificate, reason="Married", actor=cast.admin, at=now)
    drain()
    notice = Notice.objects.get(person=cast.learner, kind="courses.certificate_replaced")
    assert (notice.values["old"], notice.values["serial"]) == (certificate.serial, new.serial)


def test_a_certificate_on_which_nothing_would_change_is_not_replaced(cast, certificate, now):
    with pytest.raises(Refused):
        services.supersede(certificate=certificate, reason="Just so", actor=cast.admin, at=now)
    certificate.refresh_from_db()
    assert certificate.state == "issued" and Certificate.objects.count() == 1


@pytest.mark.parametrize("found_by", ["", "asha", "noting", "serial"])
def test_an_administrator_finds_the_certificates_of_the_subtree(cast, certificate, sign_in, found_by):
    text = certificate.serial if found_by == "serial" else found_by
    answer = sign_in(cast.admin).get(address(cast, "certificates_of_people"), {"q": text})
    assert certificate.serial in answer.content.decode()


@pytest.mark.parametrize("query", [{"q": "nobody"}, {"state": "revoked"}])
def test_what_does_not_match_is_not_listed(cast, certificate, sign_in, query):
    answer = sign_in(cast.admin).get(address(cast, "certificates_of_people"), query).content.decode()
    assert certificate.serial not in answer and "No certificate matches" in answer


def test_an_administrator_revokes_with_a_reason_and_everybody_can_read_it(cast, certificate, sign_in, drain):
    client = sign_in(cast.admin)
    url = address(cast, "certificate_revoke", certificate)
    assert certificate.serial in client.get(url).content.decode()
    assert client.post(url, {"reason": "Issued by mistake"}).status_code == 302
    shown = sign_in(None).get(reverse("verify", args=[certificate.serial])).content.decode()
    assert "This certificate was revoked" in shown and "Issued by mistake" in shown
    assert FactRow.objects.get(kind="courses.CertificateRevoked").actor_id == cast.admin.pk
    assert Notice.objects.filter(person=cast.learner, kind="courses.certificate_revoked").count() == 1


def test_without_a_reason_nothing_is_revoked(cast, certificate, sign_in):
    answer = sign_in(cast.admin).post(address(cast, "certificate_revoke", certificate), {"reason": " "})
    assert answer.status_code == 422
    certificate.refresh_from_db()
    assert certificate.state == "issued"


def test_what_was_revoked_in_another_tab_is_not_revoked_twice(cast, certificate, sign_in, now):
    client, url = sign_in(cast.admin), address(cast, "certificate_revoke", certificate)
    services.revoke(certificate=certificate, reason="Mistake", actor=cast.admin, at=now)
    assert client.post(url, {"reason": "Again"}).status_code == 409
    assert "revoked or replaced already" in client.get(url).content.decode()


def test_an_administrator_replaces_a_certificate_after_the_name_was_corrected(cast, certificate, sign_in, now):
    client, url = sign_in(cast.admin), address(cast, "certificate_replace", certificate)
    refused = client.post(url, {"reason": "Name corrected"})
    assert refused.status_code == 422 and "Name corrected" in refused.content.decode()
    rename(cast, now)
    assert client.post(url, {"reason": "Name corrected"}).status_code == 302
    old = verification(certificate.serial)
    new = Certificate.objects.get(supersedes=certificate)
    assert old is not None and old.superseded_by == new.serial
    assert new.snapshot["holder"]["name"] == "Asha Kshatriya"
    assert new.serial in sign_in(None).get(reverse("verify", args=[certificate.serial])).content.decode()


def test_a_certificate_of_another_organisation_is_not_found(cast, certificate, sign_in):
    url = reverse("certificate_revoke", kwargs={"slug": cast.mof.slug, "public_id": certificate.public_id})
    assert sign_in(cast.stranger_admin).post(url, {"reason": "No"}).status_code == 404
