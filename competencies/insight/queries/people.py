"""Read who stands behind a cell, for those who may see names."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from competencies.insight.models import Gap

if TYPE_CHECKING:
    from competencies.framework.models import Competency
    from igot.organisations.models import Organisation


def people_behind(
    part: "Organisation", competency: "Competency | None" = None, *, lacking: bool = False, text: str = ""
) -> "QuerySet[Gap]":
    """Who of the subtree is asked for a competency (or for any), with what they hold: who lacks most first.

    One line per person and competency: of several posts the one that asks the most.
    """
    found: QuerySet[Gap] = Gap.objects.filter(organisation__path__startswith=part.path, leads=True)
    if competency is not None:
        found = found.filter(competency=competency)
    if lacking:
        found = found.filter(missing__gt=0)
    for word in text.split():
        found = found.filter(Q(person__name__icontains=word) | Q(person__name_in_hindi__icontains=word))
    related = ("person__designation", "organisation", "position", "competency")
    return found.select_related(*related).order_by("-missing", "-criticality", "person__name", "pk")


def designations_lacking(part: "Organisation", competency: "Competency") -> set[UUID] | None:
    """The designations (public ids) whose positions ask for the competency of somebody in a part who lacks it; None
    where a work order asks it of somebody, so that designations alone would leave people out.
    """
    found = Gap.objects.filter(competency=competency, organisation__path__startswith=part.path, missing__gt=0)
    ids = set(found.order_by().values_list("position__designation__public_id", flat=True).distinct())
    return None if None in ids else {key for key in ids if key is not None}
