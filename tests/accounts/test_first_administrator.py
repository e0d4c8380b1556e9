"""The command that begins a new installation."""

import pytest
from django.core.management import CommandError, call_command

from igot.accounts.models import User
from igot.accounts.queries import people_with_role
from igot.kernel.clock import now
from igot.organisations.queries import root

pytestmark = pytest.mark.django_db


def test_an_empty_installation_gets_its_root_and_its_administrator(capsys):
    call_command("first_administrator", "asha@igot.example", "Asha Test")
    assert [person.email for person in people_with_role("platform_admin", root(), now())] == ["asha@igot.example"]
    assert root().name == "Government of India"
    assert "Asha Test administers Government of India" in capsys.readouterr().out


def test_no_password_opens_the_account_until_its_owner_chooses_one():
    call_command("first_administrator", "asha@igot.example", "Asha Test")
    assert not User.objects.get(email="asha@igot.example").has_usable_password()


def test_a_second_one_is_refused():
    call_command("first_administrator", "asha@igot.example", "Asha Test")
    with pytest.raises(CommandError, match="already"):
        call_command("first_administrator", "ravi@igot.example", "Ravi Test")
    assert not User.objects.filter(email="ravi@igot.example").exists()


def test_a_wrong_address_is_named_and_leaves_nothing_behind():
    with pytest.raises(CommandError, match="e-mail"):
        call_command("first_administrator", "nowhere", "Asha Test")
    assert root() is None
