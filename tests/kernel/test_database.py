"""A kept connection is trusted without a question, unless the server has hung up."""

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(statement: str, pid: int) -> list[tuple]:
    """Ask over a connection of its own."""
    own = psycopg2.connect(**{**connection.get_connection_params(), "cursor_factory": None})
    own.autocommit = True
    try:
        with own.cursor() as cursor:
            cursor.execute(statement, [pid])
            return list(cursor.fetchall())
    finally:
        own.close()


def next_request() -> None:
    """What Django does with the connection between two requests."""
    connection.health_check_enabled = True
    connection.close_if_unusable_or_obsolete()


def my_server() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_the_house_uses_it() -> None:
    assert settings.DATABASES["default"]["ENGINE"] == "igot.kernel.database"
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"] is True


def test_a_server_that_answers_is_not_asked_whether_it_does() -> None:
    pid = my_server()
    next_request()
    connection.close_if_health_check_failed()
    asked = elsewhere("SELECT query FROM pg_stat_activity WHERE pid = %s", pid)
    assert asked == [("SELECT pg_backend_pid()",)]
    assert connection.health_check_done


def test_a_server_that_hung_up_is_left_for_a_new_one() -> None:
    pid = my_server()
    next_request()
    assert elsewhere("SELECT pg_terminate_backend(%s, 5000)", pid) == [(True,)]
    assert my_server() != pid
