"""The passbook, the gaps of a ministry, the finder and the dictionary."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from competencies.evidence import services as evidence
from competencies.framework.queries import approved
from competencies.insight import queries, services
from competencies.insight.access import positions_to_search
from competencies.insight.models import Gap
from competencies.insight.queries import Wish
from competencies.positions.queries import asked_by
from igot.accounts import services as accounts
from igot.accounts.models import Role, User
from igot.kernel.clock import now
from igot.organisations.queries import root
from igot.seed.scale.plan import LEADER
from tests.benchmarks.registry import Visit, measured, visited
from tests.benchmarks.rows import Row, timed

if TYPE_CHECKING:
    from tests.benchmarks.browser import Browser
    from tests.benchmarks.ground import Ground

WORDS = ("noting", "e-office", "leadership", "budget", "rti", "grievance", "data", "sahayog")
TIMES = 20
FINDERS = 60


@visited
def passbook(ground: "Ground") -> Visit:
    """What a learner holds and what their work asks."""
    people = ground.learners

    async def visit(browser: "Browser", number: int) -> None:
        await browser.get("/passbook/", people[number % len(people)], holds=b"<h1")

    return visit


@visited
def gap_page(ground: "Ground") -> Visit:
    """What a learner's work asks, the picture of the gap, and what closes each."""
    people = ground.learners

    async def visit(browser: "Browser", number: int) -> None:
        await browser.get("/passbook/work/", people[number % len(people)], holds=b"<h1")

    return visit


@visited
def dictionary_search(ground: "Ground") -> Visit:
    """A search among the competencies in force."""
    people = ground.learners

    async def visit(browser: "Browser", number: int) -> None:
        await browser.get(f"/competencies/?q={WORDS[number % len(WORDS)]}", people[number % len(people)], holds=b"<h1")

    return visit


@visited
def gap_map(ground: "Ground") -> Visit:
    """The heat map of the ministry, for its leader: from the day's roll-up."""
    _counted()
    leaders = ground.sign_in([User.objects.get(email=LEADER)] * 8)
    slug = ground.ministry.slug

    async def visit(browser: "Browser", number: int) -> None:
        await browser.get(f"/o/{slug}/gaps/", leaders[number % len(leaders)], holds=b'class="table heat"')

    return visit


@visited
def gap_next(ground: "Ground") -> Visit:
    """What to teach the ministry next."""
    _counted()
    leaders = ground.sign_in([User.objects.get(email=LEADER)] * 8)
    slug = ground.ministry.slug

    async def visit(browser: "Browser", number: int) -> None:
        await browser.get(f"/o/{slug}/gaps/next/", leaders[number % len(leaders)], holds=b'class="panel"')

    return visit


@visited
def finder(ground: "Ground") -> Visit:
    """Looking for people for a position among everybody, over the API: the search is kept."""
    everybody, at = root(), now()
    assert everybody is not None
    # As many as it takes for nobody to search more often than one person may.
    actors = ground.some_learners(FINDERS)
    for actor in actors:
        accounts.grant_role(
            user=actor, role=Role.FINDER, organisation=everybody, starts_at=at - timedelta(days=1),
            ends_at=at + timedelta(days=1), actor=None, at=at,
        )  # fmt: skip
    searching = ground.sign_in(actors)
    posts = [str(each.public_id) for each in positions_to_search(everybody)[:40] if asked_by(each)]
    wishes = [{"competency": str(each.public_id), "level": 2} for each in approved()[:8]]
    path = f"/api/v1/organisations/{everybody.public_id}/finder/"

    async def visit(browser: "Browser", number: int) -> None:
        body = {"purpose": f"A vacancy, number {number}", "competencies": wishes}
        if posts:
            body = {"purpose": f"A vacancy, number {number}", "position": posts[number % len(posts)]}
        await browser.call("POST", path, searching[number % len(searching)], body)

    return visit


@measured
def gap_rebuild(ground: "Ground") -> Iterator[Row]:
    """The gaps of everybody and the roll-up of the day, from nothing; `rps` is people a second."""
    Gap.objects.all().delete()
    began = time.perf_counter()
    done = services.rebuild(at=now())
    seconds = time.perf_counter() - began
    people = User.objects.filter(is_active=True).count()
    yield Row(
        scenario="gap_rebuild", concurrency=1, rps=round(people / seconds, 1), seconds=round(seconds, 2),
        note=f"{done.gaps} gaps, {done.cells} cells",
    )  # fmt: skip


@measured
def gap_recount(ground: "Ground") -> Iterator[Row]:
    """One person has shown something new: the level is settled, then their gap and the cell it stands in counted."""
    _counted()
    gaps = Gap.objects.filter(missing__gt=0, leads=True, organisation__path__startswith=ground.ministry.path)
    chosen = list(gaps.select_related("person__organisation", "competency").order_by("pk")[:TIMES])
    for gap in chosen:
        evidence.record(
            learner=gap.person, competency=gap.competency, level=gap.required, kind="assessment",
            source_kind="benchmarks.source", source_id=uuid4(), source_title="A benchmark", occurred_at=now(), at=now(),
        )  # fmt: skip

    def settle(number: int) -> None:
        gap = chosen[number]
        evidence.settle(learner_id=gap.person_id, competency_id=gap.competency_id, at=now())

    def recount(number: int) -> None:
        gap = chosen[number]
        services.recount_levels(settled=[(str(gap.person.public_id), str(gap.competency.public_id))], at=now())

    yield _each("gap_settle", len(chosen), settle)
    yield _each("gap_recount", len(chosen), recount)


@measured
def finder_search(ground: "Ground") -> Iterator[Row]:
    """The search itself, without page and log: eight competencies among everybody."""
    everybody = root()
    assert everybody is not None
    wishes = [Wish(competency, 2, 2) for competency in approved()[:8]]
    yield _each("finder_search", TIMES, lambda _number: queries.best_for(everybody, wishes, most=50))


def _each(scenario: str, times: int, once: Callable[[int], object]) -> Row:
    latencies = []
    for number in range(times):
        began = time.perf_counter()
        once(number)
        latencies.append(time.perf_counter() - began)
    return timed(scenario, 1, latencies, sum(latencies))


def _counted() -> None:
    if not Gap.objects.exists():
        services.rebuild(at=now())
