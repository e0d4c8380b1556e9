"""Who supervises whom: entered by the administrator, never in a circle."""

from datetime import datetime
from itertools import pairwise

import pytest
from django.urls import reverse

from igot.accounts import services
from igot.accounts.models import User
from igot.kernel.errors import Refused
from tests.cast import Cast


def test_nobody_supervises_themselves_not_even_over_others(cast: Cast, now: datetime) -> None:
    chain = [cast.learner, cast.learner2, cast.leader]
    for person, boss in pairwise(chain):
        services.set_supervisor(user=person, supervisor=boss, actor=cast.admin, at=now)
    for boss in (cast.leader, cast.learner, cast.learner2):
        with pytest.raises(Refused):
            services.set_supervisor(user=cast.leader, supervisor=boss, actor=cast.admin, at=now)
    cast.leader.refresh_from_db()
    assert cast.leader.supervisor is None


def test_the_administrator_enters_and_removes_the_supervisor(cast: Cast, sign_in) -> None:
    client = sign_in(cast.admin)
    page = reverse("person_supervisor", args=["dopt", cast.learner.public_id])
    assert client.post(page, {"email": "nobody@test.example"}).status_code == 422
    assert client.post(page, {"email": cast.learner.email}).status_code == 422
    assert client.post(page, {"email": cast.leader.email.upper()}).status_code == 302
    assert User.objects.get(pk=cast.learner.pk).supervisor == cast.leader
    assert "Leader" in client.get(reverse("person", args=["dopt", cast.learner.public_id])).content.decode()
    assert client.post(page, {"email": ""}).status_code == 302
    assert User.objects.get(pk=cast.learner.pk).supervisor is None
