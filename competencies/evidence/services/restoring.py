"""What a source showed holds again: the key was corrected once more, the assessment was passed anew."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from competencies.evidence import facts
from competencies.evidence.models import Evidence
from competencies.evidence.services.recording import CARRIED, mark_stale, record
from competencies.framework.models import Status
from igot.journal.services import publish


def may_be_restored(*, source_kind: str, source_id: UUID | str, kind: str = "") -> bool:
    """Whether something that rests on the source was withdrawn because the source no longer held."""
    return _withdrawn(source_kind, source_id, kind).exists()


@transaction.atomic
def restore_from(
    *, source_kind: str, source_id: UUID | str, kind: str = "", occurred_at: datetime | None = None, at: datetime
) -> int:
    """Note again what was withdrawn because its source no longer held, as new pieces; with `kind` only what is of that
    kind.

    A withdrawal that bears a name was a decision about the piece itself, such as an objection that was upheld: it
    stays. `occurred_at`: when it was shown, where that is another moment now. Returns how many pieces are new; a second
    call makes none. Publishes EvidenceRecorded for each.
    """
    found = _withdrawn(source_kind, source_id, kind)
    return sum(_renew(piece, piece.source_id, occurred_at, at) for piece in found)


def _withdrawn(source_kind: str, source_id: UUID | str, kind: str) -> QuerySet[Evidence]:
    """The last piece of the source for each competency and kind, where it was withdrawn by nobody's decision."""
    resting = Evidence.objects.filter(source_kind=source_kind, source_id=source_id)
    if kind:
        resting = resting.filter(kind=kind)
    last = resting.order_by("learner", "competency", "kind", "-renewal").distinct("learner", "competency", "kind")
    found: QuerySet[Evidence] = Evidence.objects.filter(
        pk__in=last.values("pk"), withdrawal__isnull=False, withdrawal__withdrawn_by=None
    )
    return found.select_related("learner__organisation", "competency__replaced_by", "rater").order_by("pk")


def _renew(piece: Evidence, source_id: UUID, occurred_at: datetime | None, at: datetime) -> int:
    learner, competency = piece.learner, piece.competency
    if learner.organisation_id is None:
        return 0
    if competency.status == Status.RETIRED and competency.replaced_by_id is not None:
        return _note(piece, at)
    same = {"learner": learner, "competency": competency, "kind": piece.kind, "source_kind": piece.source_kind}
    last = Evidence.objects.filter(**same, source_id=source_id).order_by("-renewal").first()
    made, new = Evidence.objects.get_or_create(
        **same,
        source_id=source_id,
        renewal=last.renewal + 1 if last is not None else 0,
        defaults={
            "organisation_id": learner.organisation_id,
            "organisation_at_id": learner.organisation_id,
            "level": piece.level,
            "source_title": piece.source_title,
            "source_titles": piece.source_titles,
            "rater": piece.rater,
            "occurred_at": occurred_at or piece.occurred_at,
            "valid_until": piece.valid_until,
        },
    )
    if not new:
        return 0
    mark_stale(learner_id=learner.pk, competency_id=competency.pk, organisation_id=learner.organisation_id)
    fact = facts.EvidenceRecorded(
        evidence=str(made.public_id), person=str(learner.public_id), competency=str(competency.public_id)
    )
    publish(fact, organisation=learner.organisation, actor=piece.rater or learner, subject=made, at=at)
    # What a crosswalk or a merge had made of it was withdrawn with it, and comes back with it.
    carried = _withdrawn(CARRIED, piece.public_id, "")
    return 1 + sum(_renew(one, made.public_id, occurred_at, at) for one in carried)


def _note(piece: Evidence, at: datetime) -> int:
    """Another competency took the place of the piece's: it is noted there."""
    made = record(
        learner=piece.learner,
        competency=piece.competency,
        level=piece.level,
        kind=piece.kind,
        source_kind=piece.source_kind,
        source_id=piece.source_id,
        source_title=piece.titles,
        occurred_at=piece.occurred_at,
        valid_until=piece.valid_until,
        rater=piece.rater,
        at=at,
    )
    return int(made is not None)
