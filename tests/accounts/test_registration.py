"""People register themselves with an official address, and only with one."""

from datetime import datetime

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.test import Client

from igot.accounts.models import User
from igot.organisations.services import change_organisation
from tests.cast import PASSWORD, Cast

FORM = {"name": "नई अधिकारी", "password1": PASSWORD, "password2": PASSWORD}


def test_an_approved_domain_leads_into_its_organisation(cast: Cast, now: datetime) -> None:
    change_organisation(organisation=cast.dopt, changes={"email_domains": ["dopt.test"]}, actor=None, at=now)
    browser = Client()
    answer = browser.post("/accounts/signup/", {**FORM, "email": "new@dopt.test"})
    assert answer.status_code == 302
    address = EmailAddress.objects.get(email="new@dopt.test")
    assert not address.verified
    browser.post(f"/accounts/confirm-email/{EmailConfirmationHMAC(address).key}/")
    user = User.objects.get(email="new@dopt.test")
    assert (user.name, user.organisation) == ("नई अधिकारी", cast.dopt)


def test_any_other_domain_is_refused_and_nothing_typed_is_lost(cast: Cast) -> None:
    answer = Client().post("/accounts/signup/", {**FORM, "email": "new@elsewhere.test"})
    assert not User.objects.filter(email="new@elsewhere.test").exists()
    assert "नई अधिकारी" in answer.content.decode()
    assert "email" in answer.context["form"].errors


def test_a_weak_password_is_refused_in_the_readers_language(cast: Cast) -> None:
    browser = Client(headers={"accept-language": "hi"})
    values = {**FORM, "email": "new@dopt.test", "password1": "7391846205", "password2": "7391846205"}
    answer = browser.post("/accounts/signup/", values)
    assert "इस पासवर्ड में केवल अंक हैं।" in answer.content.decode()
