"""Whose work asks for a competency: what merging or retiring it touches, counted from their gaps."""

from django.utils.translation import gettext_lazy as _

from competencies.framework.items import Use, register_use
from competencies.framework.models import Competency, Revision
from competencies.insight.models import Gap
from igot.kernel.tenancy import everywhere


def asked(competency: Competency) -> int:
    """How many postings and work orders of people ask for it at the last count; a number only."""
    with everywhere():
        return int(Gap.objects.filter(competency=competency).count())


def people(competency: Competency) -> int:
    """How many people that is."""
    with everywhere():
        return int(Gap.objects.filter(competency=competency).order_by().values("person").distinct().count())


register_use(
    Use(
        name="insight.asked",
        kind=Revision.Kind.COMPETENCY,
        label=_("postings and work orders of people that ask for it"),
        count=asked,
        people=people,
        note=_("Their gaps follow the requirements."),
        recounted=True,
    )
)
