"""Record what a learner's device reports, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.learning import store
from courses.learning.events import LONGEST_BATCH, Event, absorb, in_order, parse
from courses.learning.facts import LearningStarted
from courses.learning.models import Enrolment, ProgressEvent
from courses.learning.outlines import Outline, outline
from courses.learning.queries.enrolments import share
from courses.learning.rules import judge
from courses.learning.services.completion import finish
from igot.journal.services import publish
from igot.kernel.errors import NotFound, Refused
from igot.kernel.statements import Statement
from igot.kernel.tenancy import path_scope, required_path

if TYPE_CHECKING:
    from igot.accounts.models import User

Answer = dict[str, str]
State = Enrolment.State


def locked(enrolment: Enrolment) -> Enrolment:
    """The enrolment's row, locked until the transaction ends. Raises Refused (`not_enrolled`) when it was given up or
    has expired.
    """
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related(
        "learner", "organisation", "course", "release"
    )
    found: Enrolment = rows.get(pk=enrolment.pk)
    _refuse_closed(found)
    return found


def _refuse_closed(enrolment: Enrolment) -> None:
    if enrolment.state in (State.WITHDRAWN, State.EXPIRED):
        raise Refused(
            _("You are not enrolled in this course any more. Enrol again to go on where you stopped."),
            code="not_enrolled",
        )


@dataclass(frozen=True)
class Report:
    """What became of reported events, in their order; the keys of all that is completed now, and how far the learner
    is, in whole per cent.
    """

    answers: list[Answer]
    completed: list[UUID]
    percent: int


@transaction.atomic
def report(*, learner: "User", enrolment: UUID, events: Sequence[Any], at: datetime) -> Report:
    """Fold what the learner's device reported into their own enrolment; complete what is complete now.

    Each event: `id` (UUID), `resource` (key), `session`, `seq`, `kind` (open, ping, play, leave, read), `ranges`
    (pairs of seconds played), `position` (seconds), `at` (the device's clock, kept but not believed). Each is answered
    by `{"id", "verdict": accepted|duplicate|implausible|rejected, "reason"}`. Order and repetition change nothing.
    Raises NotFound for what is no enrolment of the learner's within the open scope; Refused for more than 500 events,
    and (`not_enrolled`) when the enrolment was given up or has expired. An ordinary write takes three statements.
    """
    found = _OWN(learner=learner.pk, enrolment=enrolment, path=required_path())
    if not found:
        raise NotFound
    owner: Enrolment = found[0]
    owner.learner = learner
    _refuse_closed(owner)
    return _report_on(owner, events, at)


@transaction.atomic
def record_events(*, enrolment: Enrolment, events: Sequence[Any], at: datetime) -> list[Answer]:
    """As `report`, for an enrolment at hand; returns the answers."""
    return _report_on(locked(enrolment), events, at).answers


def _report_on(owner: Enrolment, events: Sequence[Any], at: datetime) -> Report:
    if len(events) > LONGEST_BATCH:
        raise Refused(_("Send at most %(most)s events at once.") % {"most": LONGEST_BATCH}, field="events")
    release = outline(owner.release_id)
    answers, completed = _record(owner, release, events, at)
    return Report(
        answers,
        sorted(completed),
        share(len(release.needed & completed), len(release.needed), completed=owner.state == State.COMPLETED),
    )


def _own(learner: int, enrolment: UUID, path: str) -> "QuerySet[Enrolment]":
    with path_scope(path):
        rows = Enrolment.objects.select_for_update(of=("self",))
        return rows.filter(learner=learner, public_id=enrolment)  # type: ignore[no-any-return]


_OWN = Statement(_own, learner="bigint", enrolment="uuid", path="text")


def _record(owner: Enrolment, release: Outline, events: Sequence[Any], at: datetime) -> tuple[list[Answer], set[UUID]]:
    """The answers, and the keys of all that is completed then."""
    keys, ids = [key for key in _uuids(events, "resource") if key in release.matters], _uuids(events, "id")
    standings, known, completed = (
        store.read(enrolment=owner, matters=release.matters, keys=keys, ids=ids) if keys else store.nothing(owner)
    )
    lengths = {key: standing.matter.length for key, standing in standings.items()}
    good: list[Event] = []
    refused: dict[int, str] = {}
    for place, raw in enumerate(events):
        try:
            good.append(parse(raw, lengths=lengths))
        except ValueError as error:
            refused[place] = str(error)
    fresh = [event for event in in_order(good) if event.id not in known]
    doubted, finished = _fold(owner, fresh, standings, at)
    answers = _answers(events, refused, {event.id for event in fresh}, doubted)
    return answers, completed | finished


def _fold(
    owner: Enrolment, fresh: list[Event], standings: dict[UUID, store.Standing], at: datetime
) -> tuple[set[UUID], set[UUID]]:
    """The ids of events that are not believed, and the keys of resources that are completed by the others."""
    if not fresh:
        return set(), set()
    doubted: set[UUID] = set()
    additions: list[store.Addition] = []
    for key in dict.fromkeys(event.resource for event in fresh):
        standing = standings[key]
        state, present, implausible = standing.state, standing.state.present, standing.state.implausible
        doubted |= absorb(state, [event for event in fresh if event.resource == key], at)
        basis = {"confirmed_at": at.isoformat()} if state.confirmed and "confirmed_at" not in standing.basis else {}
        additions.append(
            store.Addition(
                key, state.present - present, state.covered, state.position, state.implausible - implausible, basis
            )
        )
    heard = [_row(event, event.id in doubted) for event in fresh]
    records = store.write(enrolment=owner, events=heard, additions=additions, at=at)
    if owner.state == State.ENROLLED:
        start(owner=owner, at=at)
    finished = {}
    for key, (record, completed_at) in records.items():
        verdict = judge(standings[key].matter, record)
        if verdict.met and completed_at is None:
            finished[key] = verdict
    if finished:
        finish(enrolment=owner, verdicts=finished, at=at)
    return doubted, set(finished)


def start(*, owner: Enrolment, at: datetime) -> None:
    """The first thing was done in the course. The caller holds the enrolment's lock."""
    owner.state, owner.started_at = State.IN_PROGRESS, at
    owner.save(update_fields=["state", "started_at"])
    publish(
        LearningStarted(
            enrolment=str(owner.public_id), person=str(owner.learner.public_id), course=str(owner.course.public_id)
        ),
        organisation=owner.organisation, actor=owner.learner, subject=owner, at=at,
    )  # fmt: skip


@transaction.atomic
def open_resource(*, enrolment: Enrolment, resource: UUID, session: str, at: datetime) -> None:
    """The server handed the resource out: from now on it measures, whatever the device can or cannot report."""
    _report(locked(enrolment), resource, session, "open", at)


@transaction.atomic
def confirm(*, enrolment: Enrolment, resource: UUID, at: datetime) -> timedelta:
    """The learner says that they have read, seen or followed the resource.

    Returns zero when that completes it, else the time that is still missing until it can be believed. Raises NotFound
    for no such resource, Refused when saying so is not what completes it (recordings, assessments).
    """
    owner = locked(enrolment)
    matters = outline(owner.release_id).matters
    standings = store.read(enrolment=owner, matters=matters, keys=[resource]).standings
    if resource not in standings:
        raise NotFound
    standing = standings[resource]
    if standing.completed_at is not None:
        return timedelta(0)
    if standing.matter.kind in ("video", "audio", "assessment"):
        raise Refused(
            _("This is completed by playing it or by passing it, not by saying so."), code="not_by_confirmation"
        )
    _report(owner, resource, "", "read", at)
    after = store.read(enrolment=owner, matters=matters, keys=[resource]).standings
    if after[resource].completed_at is not None:
        return timedelta(0)
    verdict = judge(after[resource].matter, after[resource].record)
    return timedelta(seconds=max((one.needed - one.actual for one in verdict.criteria if not one.met), default=0))


def _report(owner: Enrolment, resource: UUID, session: str, kind: str, at: datetime) -> None:
    event = {"id": str(uuid4()), "resource": str(resource), "session": session, "seq": 0, "kind": kind}
    _record(owner, outline(owner.release_id), [event], at)


def _row(event: Event, doubted: bool) -> dict[str, Any]:
    return {
        "event_id": str(event.id),
        "resource": str(event.resource),
        "device": event.session,
        "sequence": event.sequence,
        "kind": event.kind,
        "values": event.values,
        "verdict": ProgressEvent.Verdict.IMPLAUSIBLE if doubted else ProgressEvent.Verdict.ACCEPTED,
        "client_at": event.client_at.isoformat() if event.client_at else None,
    }


def _uuids(events: Sequence[Any], name: str) -> list[UUID]:
    found: dict[UUID, None] = {}
    for raw in events:
        try:
            found[UUID(str(raw[name]))] = None
        except (ValueError, TypeError, KeyError, IndexError):
            continue
    return list(found)


def _answer(raw: Any, verdict: str, reason: str = "") -> Answer:
    return {"id": str(raw.get("id", "")) if isinstance(raw, dict) else "", "verdict": verdict, "reason": reason}


def _answers(events: Sequence[Any], refused: dict[int, str], fresh: set[UUID], doubted: set[UUID]) -> list[Answer]:
    answers: list[Answer] = []
    answered: set[UUID] = set()
    for place, raw in enumerate(events):
        if place in refused:
            answers.append(_answer(raw, "rejected", refused[place]))
            continue
        event_id = UUID(str(raw["id"]))
        if event_id not in fresh or event_id in answered:
            answers.append(_answer(raw, "duplicate"))
        elif event_id in doubted:
            answers.append(
                _answer(raw, "implausible", "more was played than the time since the session was opened allows")
            )
        else:
            answers.append(_answer(raw, "accepted"))
        answered.add(event_id)
    return answers
