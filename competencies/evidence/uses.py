"""Evidence rests on competencies: what merging or retiring one touches, and why its scale stays."""

from django.utils.translation import gettext_lazy as _

from competencies.evidence.models import Evidence
from competencies.framework.items import Use, register_use
from competencies.framework.models import Competency, Revision
from igot.kernel.tenancy import everywhere


def pieces(competency: Competency) -> int:
    """How many pieces of evidence count for it, wherever people serve; a number only."""
    with everywhere():
        return int(Evidence.objects.filter(competency=competency, withdrawal=None).count())


def people(competency: Competency) -> int:
    """How many people they belong to."""
    with everywhere():
        found = Evidence.objects.filter(competency=competency, withdrawal=None)
        return int(found.values("learner").distinct().count())


register_use(
    Use(
        name="evidence.pieces",
        kind=Revision.Kind.COMPETENCY,
        label=_("pieces of evidence"),
        count=pieces,
        people=people,
        note=_("They stay where they are, and are counted for the one that stays, too."),
        binds_scale=True,
    )
)
