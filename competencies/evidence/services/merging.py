"""Another competency took the place of one: what people hold in the one that went is counted for the one that stays."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from competencies.evidence.models import Evidence
from competencies.evidence.rules import worth
from competencies.evidence.services.recording import CARRIED, record
from competencies.framework import queries as framework
from competencies.framework.models import Status
from igot.kernel.tenancy import everywhere

if TYPE_CHECKING:
    from competencies.framework.models import Competency

CHUNK = 500


@transaction.atomic
def follow_merge(*, competency: str, at: datetime) -> int:
    """Carry all evidence of a competency over to the one that replaced it, by its public id. Returns how many pieces
    were new; a second call finds none. Each carried piece rests on the one it was made of, and is withdrawn with it.
    Between two scales the crosswalk names the level, and what it names none for stays where it is.

    Publishes EvidenceRecorded for each.
    """
    merged = framework.competency(competency)
    into = merged.replaced_by if merged.status == Status.RETIRED else None
    if into is None:
        return 0
    answers = framework.level_map(merged, into)
    one_scale = framework.same_scale(merged, into)
    # A competency is held wherever people serve, whoever keeps it.
    with everywhere():
        found = Evidence.objects.filter(competency=merged, withdrawal=None).select_related(
            "learner__organisation", "rater"
        )
        new = 0
        for piece in found.order_by("pk").iterator(chunk_size=CHUNK):
            level = piece.level if one_scale else answers.get(worth(piece.kind, piece.level))
            new += level is not None and _carry(piece, into, level, at)
        return new


def _carry(piece: Evidence, into: "Competency", level: int, at: datetime) -> bool:
    if piece.learner.organisation_id is None:
        return False
    made = record(
        learner=piece.learner,
        competency=into,
        level=level,
        kind=piece.kind,
        source_kind=CARRIED,
        source_id=piece.public_id,
        source_title=piece.titles,
        occurred_at=piece.occurred_at,
        valid_until=piece.valid_until,
        rater=piece.rater,
        at=at,
    )
    return made is not None
