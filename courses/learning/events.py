"""What a learner's device reports: how it is read, whether it is plausible, and what it adds up to. Pure functions.

The state of a resource is a fold over its accepted events: which seconds are covered is the union of their ranges,
where to resume is the last position of the session opened last, presence is counted between the moments at which the
server heard of it. So duplicates change nothing and order does not matter. Only the server's clock is believed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from igot.kernel.multirange import seconds_in

KINDS = ("open", "ping", "play", "leave", "read")
LONGEST_BATCH = 500
LONGEST_SESSION_NAME = 64
MOST_RANGES = 200
LARGEST_NUMBER = 2**31 - 1
# A recording may be played at double speed; the tolerance is for clocks, seeking and what was already on its way.
FASTEST = 2
TOLERANCE_SECONDS = 10
# Between two signs of life further apart than this, nobody is taken to have been there for the whole time.
LONGEST_PRESENCE = timedelta(minutes=10)

Ranges = list[list[int]]


@dataclass(frozen=True)
class Event:
    """One report. `session` is one opening of the player on one device; `sequence` counts within it."""

    id: UUID
    session: str
    sequence: int
    kind: str
    resource: UUID
    ranges: tuple[tuple[int, int], ...] = ()
    position: int | None = None
    client_at: datetime | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What is kept of it as JSON."""
        kept: dict[str, Any] = {}
        if self.ranges:
            kept["ranges"] = [list(pair) for pair in self.ranges]
        if self.position is not None:
            kept["position"] = self.position
        return kept


@dataclass
class Session:
    """What the server knows of one session at one resource: when it first heard of it, what it covered, its last
    position.
    """

    opened: datetime
    covered: Ranges = field(default_factory=list)
    top: int = -1
    position: int | None = None


@dataclass
class State:
    """The fold over the accepted events of one resource."""

    first_seen: datetime | None = None
    last_seen: datetime | None = None
    present: int = 0
    covered: Ranges = field(default_factory=list)
    implausible: int = 0
    confirmed: bool = False
    sessions: dict[str, Session] = field(default_factory=dict)

    @property
    def position(self) -> int:
        """Where to resume, in seconds: what the session opened last said last."""
        told = [(session.opened, name) for name, session in self.sessions.items() if session.position is not None]
        return self.sessions[max(told)[1]].position or 0 if told else 0


def parse(raw: Any, *, lengths: dict[UUID, int]) -> Event:
    """Read one reported event. `lengths` gives the seconds of each resource of the release.

    Raises ValueError with a sentence for the client's developer.
    """
    if not isinstance(raw, dict):
        raise ValueError("an event is an object")
    resource = _uuid(raw.get("resource"), "resource")
    if resource not in lengths:
        raise ValueError("no such resource in this release")
    if raw.get("kind") not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}")
    session = str(raw.get("session") or "")
    if len(session) > LONGEST_SESSION_NAME:
        raise ValueError(f"session has at most {LONGEST_SESSION_NAME} characters")
    position = raw.get("position")
    at = raw.get("at")
    return Event(
        id=_uuid(raw.get("id"), "id"),
        session=session,
        sequence=_number(raw.get("seq", 0), "seq"),
        kind=raw["kind"],
        resource=resource,
        ranges=_ranges(raw.get("ranges") or [], lengths[resource]),
        position=None if position is None else min(_number(position, "position"), lengths[resource]),
        client_at=_moment(at) if at else None,
    )


def merged(*several: Iterable[Sequence[int]]) -> Ranges:
    """The union of half-open ranges, sorted, what touches joined."""
    union: Ranges = []
    for low, high in sorted((pair[0], pair[1]) for ranges in several for pair in ranges):
        if union and low <= union[-1][1]:
            union[-1][1] = max(union[-1][1], high)
        elif low < high:
            union.append([low, high])
    return union


def presence(last_seen: datetime | None, at: datetime, *, reopened: bool) -> int:
    """Seconds of presence that a sign of life at `at` adds: the time since the one before, within limits.

    A page that is opened afresh after a long time says nothing about the time between.
    """
    if last_seen is None or at <= last_seen:
        return 0
    since = at - last_seen
    if since > LONGEST_PRESENCE:
        return 0 if reopened else int(LONGEST_PRESENCE.total_seconds())
    return int(since.total_seconds())


def plausible(covered: Ranges, opened: datetime, at: datetime) -> bool:
    """Whether so much can have been played since then: wall time by the server's clock x 2, and 10 seconds."""
    return seconds_in(covered) <= FASTEST * max((at - opened).total_seconds(), 0) + TOLERANCE_SECONDS


def absorb(state: State, batch: Iterable[Event], at: datetime) -> set[UUID]:
    """Fold events of one resource that the server heard at `at` into the state; returns the ids of the implausible
    ones.

    The batch is taken in the order of its sessions and sequences, whatever order it came in.
    """
    events = in_order(batch)
    if not events:
        return set()
    state.present += presence(state.last_seen, at, reopened=any(event.kind == "open" for event in events))
    state.first_seen = state.first_seen or at
    state.last_seen = max(state.last_seen or at, at)
    doubted: set[UUID] = set()
    for event in events:
        session = state.sessions.setdefault(event.session, Session(opened=at))
        take(session, event.sequence, event.position)
        if event.ranges:
            of_session = merged(session.covered, event.ranges)
            of_all = merged(state.covered, event.ranges)
            if not (plausible(of_session, session.opened, at) and plausible(of_all, state.first_seen, at)):
                doubted.add(event.id)
                state.implausible += 1
                continue
            session.covered, state.covered = of_session, of_all
        state.confirmed = state.confirmed or event.kind == "read"
    return doubted


def in_order(batch: Iterable[Event]) -> list[Event]:
    """The events by session and sequence, each id once; of two that share an id, the one that comes first in that
    order.
    """
    once: dict[UUID, Event] = {}
    for event in sorted(batch, key=lambda event: (event.session, event.sequence, str(event.id), repr(event))):
        once.setdefault(event.id, event)
    return list(once.values())


def take(session: Session, sequence: int, position: int | None) -> None:
    """Note a position of the session, if it is the latest one."""
    if position is not None and sequence >= session.top:
        session.top, session.position = sequence, position


def _uuid(value: Any, name: str) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        raise ValueError(f"{name} is a UUID") from None


def _number(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LARGEST_NUMBER:
        raise ValueError(f"{name} is a number from 0")
    return int(value)


def _moment(value: Any) -> datetime:
    try:
        found = parse_datetime(str(value))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ValueError("at is a date and time with a time zone, as in 2026-11-21T10:00:00Z")
    return found


def _ranges(value: Any, length: int) -> tuple[tuple[int, int], ...]:
    if not isinstance(value, list) or len(value) > MOST_RANGES:
        raise ValueError(f"ranges is a list of at most {MOST_RANGES} pairs of seconds")
    pairs = []
    for pair in value:
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise ValueError("a range is a pair of seconds")
        pairs.append([min(_number(pair[0], "a range's start"), length), min(_number(pair[1], "a range's end"), length)])
        if pairs[-1][0] > pairs[-1][1]:
            raise ValueError("a range ends after it starts")
    return tuple((low, high) for low, high in merged(pairs))
