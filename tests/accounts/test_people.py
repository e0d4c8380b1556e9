"""People are registered, moved and let go; their records stay."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from igot.accounts import services
from igot.accounts.models import Posting, User
from igot.journal.models import FactRow
from igot.kernel.errors import Refused
from tests.cast import PASSWORD, Cast


def test_a_name_in_devanagari_is_kept_in_composed_form(cast: Cast, now: datetime) -> None:
    decomposed = "\u0915\u093c\u093e\u0938\u093f\u092e Caf\u0065\u0301"
    user = services.add_person(email="a@test.example", name=decomposed, actor=None, at=now)
    assert "\u00e9" in User.objects.get(pk=user.pk).name


def test_a_name_is_one_line_and_reads_in_one_direction(cast: Cast, now: datetime) -> None:
    user = cast.person(
        "odd", cast.dopt, " Asha\r\nBcc: all@test.example \u202eecin\u202c\x07 ", name_in_hindi="क्\u200dष"
    )
    assert user.name == "Asha Bcc: all@test.example ecin"
    assert user.name_in_hindi == "क्\u200dष"
    services.change_profile(user=user, changes={"name": "A\tB\u2028C\u2066"}, actor=user, at=now)
    assert user.name == "A B C"
    with pytest.raises(Refused):
        services.change_profile(user=user, changes={"name": "\u202e"}, actor=user, at=now)


@pytest.mark.parametrize("email", ["", "no-at-sign", "two@@signs.example"])
def test_a_wrong_address_is_refused_by_field(cast: Cast, now: datetime, email: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.add_person(email=email, name="A", actor=None, at=now)
    assert "email" in refusal.value.fields


def test_an_address_belongs_to_one_person_whatever_its_case(cast: Cast, now: datetime) -> None:
    services.add_person(email="a@test.example", name="A", actor=None, at=now)
    with pytest.raises(Refused):
        services.add_person(email="A@TEST.example", name="B", actor=None, at=now)


def test_a_weak_password_is_refused(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        services.add_person(email="a@test.example", name="A", password="12345", actor=None, at=now)
    assert "password" in refusal.value.fields


def test_a_transfer_ends_the_old_posting_the_day_before(cast: Cast, now: datetime) -> None:
    user = cast.learner
    services.transfer(
        user=user,
        organisation=cast.istm,
        designation=cast.assistant,
        starts_on=date(2026, 12, 1),
        actor=cast.admin,
        at=now,
    )
    old, new = Posting.objects.filter(user=user).order_by("starts_on")
    assert (old.ends_on, new.starts_on, new.organisation) == (date(2026, 11, 30), date(2026, 12, 1), cast.istm)
    user.refresh_from_db()
    assert user.organisation == cast.istm
    moved = FactRow.objects.get(kind="accounts.PersonMoved")
    assert moved.payload["from_organisation"] == str(cast.dopt.public_id)


def test_nobody_serves_substantively_in_two_places_at_once(cast: Cast, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(user=cast.learner, organisation=cast.istm, starts_on=date(2026, 11, 1))


def test_a_transfer_into_the_past_is_refused(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        services.transfer(
            user=cast.learner, organisation=cast.istm, designation=None, starts_on=date(2020, 1, 1), actor=None, at=now
        )
    assert "starts_on" in refusal.value.fields


def test_ending_access_ends_sessions_and_tokens(cast: Cast, now: datetime, client) -> None:  # type: ignore[no-untyped-def]
    user = services.add_person(
        email="a@test.example", name="A", organisation=cast.dopt, password=PASSWORD, actor=None, at=now
    )
    answer = client.post("/accounts/login/", {"login": "a@test.example", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/profile/").status_code == 200
    services.deactivate(user=user, actor=cast.admin, at=now)
    assert client.get("/profile/").status_code == 302
    again = client.post("/accounts/login/", {"login": "a@test.example", "password": PASSWORD})
    assert again.status_code != 302 or "inactive" in again["Location"]


def test_the_last_platform_administrator_cannot_be_let_go(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused):
        services.deactivate(user=cast.platform_admin, actor=None, at=now + timedelta(days=1))
    cast.platform_admin.refresh_from_db()
    assert cast.platform_admin.is_active
