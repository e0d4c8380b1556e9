"""Statements say what the ORM would say, at the moment they are asked, on whatever connection."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from igot.accounts.models import RoleGrant, User
from igot.accounts.queries import current_grants_of, grants_of
from igot.kernel.statements import Statement
from tests.cast import Cast

BY_START = Statement(lambda start: User.objects.filter(name__startswith=start).order_by("pk"), start="text")


def test_rows_are_what_the_query_would_give(cast: Cast, now: datetime) -> None:
    admin = cast.admin
    assert current_grants_of(admin, now) == list(grants_of(admin, now))
    assert current_grants_of(admin, now)[0].organisation == grants_of(admin, now)[0].organisation


def test_what_changed_is_seen_at_once(cast: Cast, now: datetime) -> None:
    admin = cast.admin
    assert current_grants_of(admin, now)
    RoleGrant.objects.filter(user=admin).update(ends_at=now)
    assert current_grants_of(admin, now) == []


def test_the_mark_changes_with_any_value(cast: Cast) -> None:
    statement = Statement(lambda pk: User.objects.filter(pk=pk), pk="bigint")
    before = statement.ask(pk=cast.learner.pk)
    assert statement.ask(pk=cast.learner.pk).mark == before.mark
    User.objects.filter(pk=cast.learner.pk).update(mobile="+911111111111")
    assert statement.ask(pk=cast.learner.pk).mark != before.mark


def test_arrays_uuids_and_values_are_parameters_too(cast: Cast) -> None:
    people = sorted([cast.learner.pk, cast.admin.pk])
    among = Statement(lambda ids: User.objects.filter(pk__among=ids).order_by("pk").values_list("pk"), ids="bigint[]")
    assert among(ids=people) == [(pk,) for pk in people]
    assert among(ids=[]) == []
    by_id = Statement(lambda one: User.objects.filter(public_id=one).values("email"), one="uuid")
    assert by_id.first(one=cast.learner.public_id) == {"email": cast.learner.email}
    assert by_id.first(one=uuid4()) is None


def test_a_beginning_is_taken_as_it_is_or_refused(cast: Cast) -> None:
    start = cast.learner.name[:3]
    assert cast.learner in BY_START(start=start)
    for hostile in ("%", "_", "a%", "\\"):
        with pytest.raises(ValueError, match="beginning of a text"):
            BY_START(start=hostile)


def test_a_parameter_that_decides_nothing_is_an_error(cast: Cast) -> None:
    with pytest.raises(TypeError, match="not every parameter"):
        Statement(lambda pk, other: User.objects.filter(pk=pk), pk="bigint", other="text")(pk=1, other="x")


def test_a_statement_survives_a_new_connection(cast: Cast, now: datetime) -> None:
    current_grants_of(cast.admin, now)
    connection.igot_statements = (None, {"anything"})  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert current_grants_of(cast.admin, now)


def test_a_person_comes_with_where_they_serve(cast: Cast) -> None:
    learner = cast.learner
    with CaptureQueriesContext(connection) as asked:
        found = User.objects.get(pk=learner.pk)
        assert found.organisation is not None
        assert found.organisation.pk == learner.organisation_id
    assert len(asked) == 1
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=-1)
