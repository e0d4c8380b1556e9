"""The verdicts: a resource is completed, a course is completed, and everything that must be true together with it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from assessments.attempts import queries as attempts
from competencies.evidence import services as evidence
from competencies.framework import queries as framework
from courses.authoring.models import Resource
from courses.learning.consequences import ON_COMPLETION
from courses.learning.facts import CourseCompleted
from courses.learning.models import CompletionDecision, Enrolment, ResourceProgress
from courses.learning.queries import ATTEMPT_CONTEXT, attempt_context_id
from courses.learning.rules import VERSION, Verdict
from igot.journal.services import publish

if TYPE_CHECKING:
    from assessments.attempts.models import Attempt

State = Enrolment.State
SOURCE_KIND = "courses.enrolment"
EXAMINED = "assessment"


def finish(*, enrolment: Enrolment, verdicts: Mapping[UUID, Verdict], at: datetime) -> None:
    """Mark resources as completed, and the course with the last mandatory one. The caller holds the lock."""
    for key, verdict in verdicts.items():
        row = ResourceProgress.objects.select_for_update().get(enrolment=enrolment, resource=key)
        if row.completed_at is None:
            row.completed_at, row.basis = at, {**row.basis, "version": VERSION, "criteria": verdict.as_json()}
            row.save(update_fields=["completed_at", "basis"])
    settle(enrolment=enrolment, at=at)


def settle(*, enrolment: Enrolment, at: datetime) -> CompletionDecision | None:
    """Complete the course if everything that is mandatory in the pinned release is completed; once, however often it
    is asked.

    Writes the decision, the completion, the competency evidence, what rooms above registered (the certificate) and
    the fact, all in the caller's transaction, which holds the enrolment's lock.
    """
    if enrolment.state == State.COMPLETED:
        return None
    resources = list(Resource.objects.filter(module__release=enrolment.release_id).order_by("module__place", "place"))
    needed = [one for one in resources if one.mandatory] or resources
    done = {row.resource: row for row in enrolment.progress.filter(completed_at__isnull=False)}
    if not needed or any(one.key not in done for one in needed):
        return None
    decision = CompletionDecision.objects.create(
        enrolment=enrolment,
        verdict="completed",
        rule={"all": [str(one.key) for one in needed]},
        rule_version=VERSION,
        evidence=[_evidence(one, done[one.key]) for one in needed],
        decided_at=at,
    )
    enrolment.state, enrolment.completed_at = State.COMPLETED, at
    # Where the learner serves now: the enrolment follows a transfer only once a worker gets to it.
    enrolment.organisation = enrolment.organisation_at = enrolment.learner.organisation or enrolment.organisation
    enrolment.save(update_fields=["state", "completed_at", "organisation", "organisation_at"])
    _record_competencies(enrolment, examined=any(one.kind == Resource.Kind.ASSESSMENT for one in needed), at=at)
    for consequence in ON_COMPLETION:
        consequence(enrolment, decision, at)
    publish(
        CourseCompleted(
            enrolment=str(enrolment.public_id),
            person=str(enrolment.learner.public_id),
            course=str(enrolment.course.public_id),
            decision=str(decision.public_id),
        ),
        organisation=enrolment.organisation, actor=enrolment.learner, subject=enrolment, at=at,
    )  # fmt: skip
    return decision


@transaction.atomic
def complete_passed(*, attempt: "Attempt", at: datetime) -> None:
    """An attempt at a resource's paper was marked: keep its best percentage, and complete the resource when it was
    passed.

    Runs inside the transaction in which the attempt is marked. One whose enrolment was given up meanwhile changes
    nothing.
    """
    enrolment_id, _colon, key = attempt.context_id.partition(":")
    owner = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("learner", "organisation", "course", "release")
        .filter(public_id=enrolment_id, learner=attempt.learner_id)
        .first()
    )
    if owner is None or owner.state in (State.WITHDRAWN, State.EXPIRED):
        return
    keep_result(enrolment=owner, key=UUID(key), attempt=attempt, at=at)
    settle(enrolment=owner, at=at)
    if owner.state == State.COMPLETED and attempt.passed:
        _examined_again(owner, attempt.submitted_at or at, at)


@transaction.atomic
def take_back_voided(*, attempt: "Attempt", reason: str, at: datetime) -> None:
    """A voided attempt completes no resource and confirms no level, unless another one of the learner's was passed;
    runs inside the transaction that voids it. A completed course stays so until its certificate is revoked.
    """
    enrolment_id, _colon, key = attempt.context_id.partition(":")
    found = Enrolment.objects.select_for_update(of=("self",)).filter(public_id=enrolment_id, learner=attempt.learner_id)
    owner = found.first()
    if owner is None:
        return
    best = attempts.best(attempt.learner, attempt.context_kind, attempt.context_id)
    if owner.state != State.COMPLETED:
        row = ResourceProgress.objects.filter(enrolment=owner, resource=key)
        row.update(score=None, completed_at=None, basis={})
        if best is not None:
            keep_result(enrolment=owner, key=UUID(key), attempt=best, at=at)
    if best is None or not best.passed:
        evidence.withdraw_from(
            source_kind=SOURCE_KIND, source_id=owner.public_id, kind=EXAMINED, reason=reason, actor=None, at=at
        )


def _examined_again(owner: Enrolment, passed_at: datetime, at: datetime) -> None:
    """What the assessments of a completed course had confirmed, and lost, holds again once all are passed."""
    source = owner.public_id
    if not evidence.may_be_restored(source_kind=SOURCE_KIND, source_id=source, kind=EXAMINED):
        return
    papers = Resource.objects.filter(module__release=owner.release_id, kind=Resource.Kind.ASSESSMENT)
    for key, mandatory in papers.values_list("key", "mandatory"):
        best = attempts.best(owner.learner, ATTEMPT_CONTEXT, attempt_context_id(owner, key))
        if mandatory and (best is None or not best.passed):
            return
    evidence.restore_from(source_kind=SOURCE_KIND, source_id=source, kind=EXAMINED, occurred_at=passed_at, at=at)


def keep_result(*, enrolment: Enrolment, key: UUID, attempt: "Attempt", at: datetime) -> None:
    """Write a marked attempt into the progress of its resource. The caller holds the enrolment's lock."""
    row, _new = ResourceProgress.objects.get_or_create(
        enrolment=enrolment, resource=key, defaults={"first_seen_at": at, "last_seen_at": at}
    )
    percent = attempt.percent if attempt.percent is not None else Decimal(0)
    ResourceProgress.objects.filter(pk=row.pk).update(
        score=Greatest(F("score"), percent), last_seen_at=Greatest(F("last_seen_at"), at)
    )
    if attempt.passed:
        criteria = [{"name": "passed", "needed": 1, "actual": 1, "met": True}]
        basis = {"version": VERSION, "attempt": str(attempt.public_id), "criteria": criteria}
        ResourceProgress.objects.filter(Q(pk=row.pk, completed_at=None)).update(completed_at=at, basis=basis)


def _evidence(resource: Resource, row: ResourceProgress) -> dict[str, Any]:
    return {
        "resource": str(resource.key),
        "title": resource.title,
        "kind": resource.kind,
        "completed_at": row.completed_at.isoformat() if row.completed_at else None,
        "score": str(row.score) if row.score is not None else None,
        "basis": row.basis,
    }


def _record_competencies(enrolment: Enrolment, *, examined: bool, at: datetime) -> None:
    kinds = ["course", EXAMINED] if examined else ["course"]
    tags = enrolment.release.tags.select_related("competency__replaced_by")
    # Each locks the level it counts for. Who settles many levels at once takes them in the order of the keys: in any
    # other order a completion and a recount of the same person could wait for each other, and one of them would break.
    for tag in sorted(tags, key=lambda tag: framework.counted_as(tag.competency, tag.level)[0].pk):
        for kind in kinds:
            evidence.record(
                learner=enrolment.learner,
                competency=tag.competency,
                level=tag.level,
                kind=kind,
                source_kind=SOURCE_KIND,
                source_id=enrolment.public_id,
                source_title=enrolment.release.in_all_languages("title"),
                occurred_at=at,
                at=at,
            )
