"""Record what a learner's device reports, and what follows from it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.learning import store
from courses.learning.events import LONGEST_BATCH, Event, absorb, in_order, parse
from courses.learning.facts import LearningStarted
from courses.learning.models import Enrolment, ProgressEvent
from courses.learning.rules import judge
from courses.learning.services.completion import finish
from igot.journal.services import publish
from igot.kernel.errors import NotFound, Refused

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
    if found.state in (State.WITHDRAWN, State.EXPIRED):
        raise Refused(
            _("You are not enrolled in this course any more. Enrol again to go on where you stopped."),
            code="not_enrolled",
        )
    return found


@transaction.atomic
def record_events(*, enrolment: Enrolment, events: Sequence[Any], at: datetime) -> list[Answer]:
    """Fold reported events into the enrolment's progress; complete what is complete now.

    Each event: `id` (UUID), `resource` (key), `session`, `seq`, `kind` (open, ping, play, leave, read), `ranges`
    (pairs of seconds played), `position` (seconds), `at` (the device's clock, kept but not believed). Returns, in
    their order, for each `{"id", "verdict": accepted|duplicate|implausible|rejected, "reason"}`. Order and repetition
    change nothing. More than 500 raise Refused. An ordinary write takes four statements.
    """
    if len(events) > LONGEST_BATCH:
        raise Refused(_("Send at most %(most)s events at once.") % {"most": LONGEST_BATCH}, field="events")
    return _record(locked(enrolment), events, at)


def _record(owner: Enrolment, events: Sequence[Any], at: datetime) -> list[Answer]:
    keys, ids = _uuids(events, "resource"), _uuids(events, "id")
    if not keys:
        return [_answer(raw, "rejected", "resource is a UUID") for raw in events]
    standings, known = store.read(enrolment=owner, keys=keys, ids=ids)
    lengths = {key: standing.matter.length for key, standing in standings.items()}
    good: list[Event] = []
    refused: dict[int, str] = {}
    for place, raw in enumerate(events):
        try:
            good.append(parse(raw, lengths=lengths))
        except ValueError as error:
            refused[place] = str(error)
    fresh = [event for event in in_order(good) if event.id not in known]
    doubted = _fold(owner, fresh, standings, at)
    return _answers(events, refused, {event.id for event in fresh}, doubted)


def _fold(owner: Enrolment, fresh: list[Event], standings: dict[UUID, store.Standing], at: datetime) -> set[UUID]:
    if not fresh:
        return set()
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
    ProgressEvent.objects.bulk_create([_row(owner, event, event.id in doubted, at) for event in fresh])
    records = store.write(enrolment=owner, additions=additions, at=at)
    if owner.state == State.ENROLLED:
        start(owner=owner, at=at)
    finished = {}
    for key, (record, completed_at) in records.items():
        verdict = judge(standings[key].matter, record)
        if verdict.met and completed_at is None:
            finished[key] = verdict
    if finished:
        finish(enrolment=owner, verdicts=finished, at=at)
    return doubted


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
    standings, _known = store.read(enrolment=owner, keys=[resource])
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
    after, _known = store.read(enrolment=owner, keys=[resource])
    if after[resource].completed_at is not None:
        return timedelta(0)
    verdict = judge(after[resource].matter, after[resource].record)
    return timedelta(seconds=max((one.needed - one.actual for one in verdict.criteria if not one.met), default=0))


def _report(owner: Enrolment, resource: UUID, session: str, kind: str, at: datetime) -> None:
    event = {"id": str(uuid4()), "resource": str(resource), "session": session, "seq": 0, "kind": kind}
    _record(owner, [event], at)


def _row(owner: Enrolment, event: Event, doubted: bool, at: datetime) -> ProgressEvent:
    verdict = ProgressEvent.Verdict.IMPLAUSIBLE if doubted else ProgressEvent.Verdict.ACCEPTED
    return ProgressEvent(
        learner_id=owner.learner_id,
        event_id=event.id,
        enrolment_id=owner.pk,
        resource=event.resource,
        device=event.session,
        sequence=event.sequence,
        kind=event.kind,
        values=event.values,
        verdict=verdict,
        client_at=event.client_at,
        received_at=at,
    )


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
