"""Many learners with a past, made in bulk: what a large installation looks like after half a year."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from igot.seed.calendar import DemoCalendar
from igot.seed.people import DEMO_PASSWORD
from igot.seed.scale import tables, tree
from igot.seed.scale.competencies import count_gaps
from igot.seed.scale.courses import make_courses
from igot.seed.scale.history import History
from igot.seed.scale.people import TAG, make_people
from igot.seed.scale.plan import make_plan, make_staff
from igot.seed.scale.taught import taught
from igot.seed.steps.delivery import deliver_facts

COURSES = 800
SEED = 20_260_401


class AlreadyGrown(Exception):
    """The people of an earlier run are there; the message says how many."""


def refuse_a_second_time() -> None:
    """Raises AlreadyGrown where the people of an earlier run are there."""
    there = tables.select("SELECT count(*) FROM accounts_profile WHERE tags @> ARRAY[%s]::varchar[]", TAG)[0][0]
    if there:
        raise AlreadyGrown(f"{there} people of an earlier run with --scale are there")


def grow(
    *, learners: int, courses: int = COURSES, seed: int = SEED, at: datetime, say: Callable[[str], object]
) -> None:
    """Make so many learners with everything they have done, on top of the demo.

    The same seed and moment give the same data. All or nothing but for the plan, which is made by the services and may
    be made again. Raises AlreadyGrown where the people are there, MissingPart without the demo.
    """
    refuse_a_second_time()
    calendar = DemoCalendar(at)
    with transaction.atomic():
        say(f"{tree.grow(at=calendar.courses_made)} offices")
        made = make_courses(count=courses, seed=seed, at=calendar.courses_made)
        say(f"{len(made)} courses, published and listed")
        offices = tree.offices()
        history = History(taught(made, at=at), offices, seed, at)
        rows = people = 0
        for batch in make_people(offices, count=learners, seed=seed, at=at):
            rows += history.write(batch)
            people += len(batch)
            if people % 20_000 == 0 and people < learners:
                say(f"{people} people so far")
        say(f"{people} people in {len(offices)} offices with {rows} rows of history")
        make_staff(encoded=make_password(DEMO_PASSWORD), at=calendar.plan_drafted)
    tables.analyse()
    say(f"{make_plan(made, at=at)} people asked by plans")
    say(deliver_facts(at=at))
    say(f"{count_gaps(at=at)} gaps")
    tables.analyse()
