"""Holdings carried over by the crosswalk."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from competencies.evidence.models import HoldingMigration
from competencies.framework.crosswalk import queries as crosswalk
from competencies.framework.models import CompetencyLink, Relation
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from igot.organisations.models import Organisation


def links() -> QuerySet[CompetencyLink]:
    """The links of the crosswalk that can carry holdings."""
    return crosswalk.links().exclude(relation=Relation.RELATED)


def migration(public_id: UUID | str) -> HoldingMigration:
    """One migration within the open scope. Raises NotFound."""
    found: HoldingMigration | None = _migrations().filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def migrations_in(organisation: "Organisation") -> QuerySet[HoldingMigration]:
    """What was previewed or carried out for a subtree, newest first."""
    return _migrations().filter(organisation__path__startswith=organisation.path).order_by("-asked_at", "-pk")


def _migrations() -> QuerySet[HoldingMigration]:
    return HoldingMigration.objects.select_related(
        "link__competency__scale", "link__other__scale", "organisation", "asked_by"
    )
