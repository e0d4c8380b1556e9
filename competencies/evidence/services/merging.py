"""Another competency took the place of one: what people hold in the one that went is counted for the one that stays."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from competencies.evidence.models import Evidence
from competencies.evidence.services.recording import CARRIED, record
from competencies.framework import queries as framework
from igot.kernel.tenancy import everywhere

if TYPE_CHECKING:
    from competencies.framework.models import Competency

CHUNK = 500


@transaction.atomic
def follow_merge(*, competency: str, at: datetime) -> int:
    """Carry all evidence of a competency over to the one that replaced it, by its public id. Returns how many pieces
    were new; a second call finds none. Each carried piece rests on the one it was made of, and is withdrawn with it.
    Between two scales nothing is carried: there the crosswalk decides.

    Publishes EvidenceRecorded for each.
    """
    merged = framework.competency(competency)
    into = framework.stands_for(merged)
    if into.pk == merged.pk:
        return 0
    # A competency is held wherever people serve, whoever keeps it.
    with everywhere():
        found = Evidence.objects.filter(competency=merged, withdrawal=None).select_related(
            "learner__organisation", "rater"
        )
        return sum(_carry(piece, into, at) for piece in found.order_by("pk").iterator(chunk_size=CHUNK))


def _carry(piece: Evidence, into: "Competency", at: datetime) -> bool:
    if piece.learner.organisation_id is None:
        return False
    made = record(
        learner=piece.learner,
        competency=into,
        level=piece.level,
        kind=piece.kind,
        source_kind=CARRIED,
        source_id=piece.public_id,
        source_title=piece.source_title,
        occurred_at=piece.occurred_at,
        valid_until=piece.valid_until,
        rater=piece.rater,
        at=at,
    )
    return made is not None
