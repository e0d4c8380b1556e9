"""The small cast every test shares, made through services."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as properties

from igot.accounts.models import User
from igot.journal import services as journal
from igot.kernel.clock import INDIA
from igot.kernel.tenancy import everywhere
from tests.cast import Cast

# Those that take longest, each of them longer than a hundred others.
LONG = ("test_sweep", "test_seed", "test_hostile", "test_html", "test_journey", "test_query_counts", "test_access")
LEDGER = Path(__file__).parent / "query_counts.json"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=INDIA)


# How long an example takes says something about the machine, and about what else it does.
properties.register_profile("igot", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("igot")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Workers begin with the tests that take longest: each of two gets one half of the list, the other's rest when it
    is done with it.
    """
    long = sorted(
        (item for item in items if item.path.stem in LONG), key=lambda item: (LONG.index(item.path.stem), item.name)
    )
    short = [item for item in items if item.path.stem not in LONG]
    half = len(short) // 2
    items[:] = [*long[::2], *short[:half], *long[1::2], *short[half:]]


@pytest.fixture(autouse=True)
def in_the_source_language() -> Iterator[None]:
    """A test that reads Hindi leaves none of it behind."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture
def now() -> datetime:
    """Noon in India on a day in the financial year 2026-27."""
    return NOON


@pytest.fixture(autouse=True)
def on_that_day(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whenever the tests run, the clock goes on from that noon: plans, levels and dates do not run out with the years.

    Browsers and other processes have a clock of their own, which has to agree with this one; so has the database, where
    a test is about its clock.
    """
    if {"browser", "services", "real_clock"} & {marker.name for marker in request.node.iter_markers()}:
        yield
        return
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def cast(db: None, now: datetime) -> Cast:
    """Organisations and people; each is made when it is first asked for."""
    return Cast(now - timedelta(days=30))


@pytest.fixture
def sign_in(db: None) -> Callable[[User | None], Client]:
    """A browser in which the person is signed in (None: nobody)."""

    def signed_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def drain(now: datetime) -> Callable[[], int]:
    """Deliver every fact that is owed, as the workers would; fails when a handler fails."""

    def drained(at: datetime | None = None) -> int:
        from igot.journal.models import Delivery

        count = journal.drain(at=at or datetime.now(tz=INDIA) + timedelta(days=1))
        broken = Delivery.objects.exclude(error="").values_list("handler", "error")
        assert not broken, "\n".join(f"{handler}: {error}" for handler, error in broken)
        return count

    return drained


@pytest.fixture
def scope_everywhere() -> Iterator[None]:
    """No tenancy limits, for tests that look at rows of several organisations."""
    with everywhere():
        yield


@pytest.fixture
def assert_queries() -> Callable[[str], AbstractContextManager[None]]:
    """`with assert_queries("home"):` fails when more queries run than the ledger `query_counts.json` allows."""

    @contextmanager
    def counted(name: str) -> Iterator[None]:
        allowed = json.loads(LEDGER.read_text())[name]
        with CaptureQueriesContext(connection) as captured:
            yield
        statements = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(statements) <= allowed, f"{name}: {len(statements)} queries, {allowed} allowed:\n" + "\n".join(
            statements
        )

    return counted
