"""Fold a learner's own events anew, when something looks wrong."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction

from assessments.attempts import queries as attempts
from courses.authoring.models import Resource
from courses.learning import store
from courses.learning.events import Event, State, absorb, merged
from courses.learning.facts import EnrolmentRechecked
from courses.learning.models import Enrolment, ProgressEvent, ResourceProgress
from courses.learning.outlines import outline
from courses.learning.queries import ATTEMPT_CONTEXT, attempt_context_id, percent
from courses.learning.rules import judge
from courses.learning.services.completion import finish, keep_result, settle
from courses.learning.services.progress import locked
from igot.journal.services import publish


@dataclass(frozen=True)
class Recheck:
    """What a recheck found: the percentage before and after, and how many resources it completed."""

    before: int
    after: int
    completed: int
    course_completed: bool


@transaction.atomic
def recheck(*, enrolment: Enrolment, at: datetime) -> Recheck:
    """Replay every event of the enrolment and look up its attempts; complete what they suffice for.

    What was earned is never taken back. Publishes a fact with the percentage before and after. Raises Refused as
    recording does.
    """
    owner = locked(enrolment)
    before, done_before = percent(owner), owner.progress.filter(completed_at__isnull=False).count()
    by_resource: dict[UUID, list[ProgressEvent]] = defaultdict(list)
    for row in ProgressEvent.objects.filter(enrolment=owner, learner_id=owner.learner_id).order_by("received_at"):
        by_resource[row.resource].append(row)
    _restate(owner, {key: replay(rows) for key, rows in by_resource.items()})
    standings = store.read(enrolment=owner, matters=outline(owner.release_id).matters, keys=list(by_resource)).standings
    verdicts = {key: judge(one.matter, one.record) for key, one in standings.items() if one.completed_at is None}
    finish(enrolment=owner, verdicts={key: verdict for key, verdict in verdicts.items() if verdict.met}, at=at)
    for key in Resource.objects.filter(module__release=owner.release_id, kind=Resource.Kind.ASSESSMENT).values_list(
        "key", flat=True
    ):
        best = attempts.best(owner.learner, ATTEMPT_CONTEXT, attempt_context_id(owner, key))
        if best is not None:
            keep_result(enrolment=owner, key=key, attempt=best, at=at)
    was_completed = owner.state == Enrolment.State.COMPLETED
    settle(enrolment=owner, at=at)
    found = Recheck(
        before=before,
        after=percent(owner),
        completed=owner.progress.filter(completed_at__isnull=False).count() - done_before,
        course_completed=owner.state == Enrolment.State.COMPLETED and not was_completed,
    )
    publish(
        EnrolmentRechecked(enrolment=str(owner.public_id), percent_before=found.before, percent_after=found.after),
        organisation=owner.organisation, actor=owner.learner, subject=owner, at=at,
    )  # fmt: skip
    return found


def replay(rows: list[ProgressEvent]) -> State:
    """The state of one resource from its stored events, whatever order they come in."""
    state = State()
    in_time = sorted(rows, key=lambda row: row.received_at)
    for at, together in groupby(in_time, key=lambda row: row.received_at):
        absorb(state, [_event(row) for row in together], at)
    return state


def _event(row: ProgressEvent) -> Event:
    return Event(
        id=row.event_id,
        session=row.device,
        sequence=row.sequence,
        kind=row.kind,
        resource=row.resource,
        ranges=tuple((pair[0], pair[1]) for pair in row.values.get("ranges", [])),
        position=row.values.get("position"),
        client_at=row.client_at,
    )


def _restate(owner: Enrolment, states: dict[UUID, State]) -> None:
    """Bring the progress of each resource to its state. The caller holds the enrolment's lock."""
    seen = {
        key: ResourceProgress(
            enrolment=owner, resource=key, first_seen_at=state.first_seen, last_seen_at=state.last_seen
        )
        for key, state in states.items()
        if state.first_seen is not None and state.last_seen is not None
    }
    ResourceProgress.objects.bulk_create(seen.values(), ignore_conflicts=True)
    rows = list(ResourceProgress.objects.filter(enrolment=owner, resource__in=seen))
    for row in rows:
        state = states[row.resource]
        row.seconds_present = max(row.seconds_present, state.present)
        row.covered = merged(row.covered, state.covered)
        row.position, row.implausible = state.position, state.implausible
    ResourceProgress.objects.bulk_update(rows, ["seconds_present", "covered", "position", "implausible"])
