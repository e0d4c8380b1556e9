"""What the scenarios stand on: the seeded installation, people who are signed in, and waiting until all is quiet."""

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import caches

from igot.accounts.models import User
from igot.journal.models import Delivery
from igot.kernel.clock import now
from igot.notifications.models import Mail
from igot.organisations.models import Organisation
from igot.seed.scale.people import TAG
from igot.seed.scale.tree import MINISTRY
from tests.benchmarks.browser import Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SIGNED_IN = 400
DRIVER = "127.0.0.1"
PATIENCE = 900.0


@dataclass
class Ground:
    """The address of the product, how long to measure, and whom to send."""

    host: str
    port: int
    seconds: float
    concurrency: list[int]
    scale: int
    chance: random.Random = field(default_factory=lambda: random.Random(2026))

    @cached_property
    def ministry(self) -> Organisation:
        """The ministry with a plan of its own."""
        return Organisation.objects.get(code=MINISTRY)

    @cached_property
    def learners(self) -> list[Person]:
        """Some hundred learners of the ministry, signed in: they have a plan, courses and a past."""
        return self.sign_in(self.some_learners(SIGNED_IN))

    def some_learners(self, count: int, **conditions: object) -> list[User]:
        """So many of the ministry's learners of the scale seed, drawn by chance, the same each time."""
        found = User.objects.filter(
            organisation__path__startswith=self.ministry.path, profile__tags__contains=[TAG], **conditions
        )
        people = list(found.order_by("pk"))
        return self.chance.sample(people, min(count, len(people)))

    def sign_in(self, people: Iterable[User]) -> list[Person]:
        """Sessions as the sign-in leaves them, without its password: kept, at hand in the cache, and written down."""
        store = import_module(settings.SESSION_ENGINE).SessionStore
        until = now() + timedelta(days=1)
        persons, rows, at_hand, seen = [], [], {}, []
        for user in people:
            values = {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND}
            values[HASH_SESSION_KEY] = user.get_session_auth_hash()
            key = f"{self.chance.getrandbits(160):032x}"[:32].rjust(32, "0")
            rows.append(Session(session_key=key, session_data=store().encode(values), expire_date=until))
            at_hand[store.cache_key_prefix + key] = values
            seen.append(UserSession(user=user, session_key=key, ip=DRIVER))
            persons.append(Person(user.pk, key))
        Session.objects.bulk_create(rows, ignore_conflicts=True)
        UserSession.objects.bulk_create(seen, ignore_conflicts=True)
        caches[settings.SESSION_CACHE_ALIAS].set_many(at_hand, 24 * 3600)
        return persons

    def quiet(self) -> None:
        """Return when the workers have nothing left to do."""
        wait_until(lambda: not owed() and not Mail.objects.filter(state__in=["owed", "sending"]).exists())


def owed(*, without: Iterable[str] = ()) -> int:
    """How many deliveries are owed, those of some handlers apart."""
    return Delivery.objects.filter(state="pending").exclude(handler__in=list(without)).count()


def wait_until(condition: Callable[[], object], *, every: float = 0.1, within: float = PATIENCE) -> float:
    """Ask again and again until the condition holds; returns the seconds that took. Raises TimeoutError."""
    began = time.perf_counter()
    while not condition():
        if time.perf_counter() - began > within:
            raise TimeoutError(f"not so after {within:.0f} s")
        time.sleep(every)
    return time.perf_counter() - began
