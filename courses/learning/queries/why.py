"""Why a course is not complete: one reason per mandatory resource, with what is there and where to go."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.learning import store
from courses.learning.models import Enrolment
from courses.learning.outlines import outline
from courses.learning.queries.outline import OutlineItem, outline_for
from courses.learning.rules import Criterion, judge

if TYPE_CHECKING:
    from courses.learning.store import Standing


@dataclass(frozen=True)
class Reason:
    """One criterion: what is asked, whether it is met, on what evidence, and the page where it is done."""

    text: str
    met: bool
    evidence: str
    link: str
    key: str
    optional: bool = False


def why_not_complete(enrolment: Enrolment) -> list[Reason]:
    """The checklist of the pinned release: what counts first, in the order of the course, then what is optional."""
    items = [item for module in outline_for(enrolment) for item in module.items]
    standings = store.read(
        enrolment=enrolment,
        matters=outline(enrolment.release_id).matters,
        keys=[item.resource.key for item in items],
    ).standings
    needed = any(item.resource.mandatory for item in items)
    reasons = [
        _reason(enrolment, item, standings[item.resource.key], counts=item.resource.mandatory or not needed)
        for item in items
    ]
    return sorted(reasons, key=lambda reason: reason.optional)


def _reason(enrolment: Enrolment, item: OutlineItem, standing: "Standing", *, counts: bool) -> Reason:
    criteria = judge(standing.matter, standing.record).criteria
    done = item.state == "done"
    seen = [_evidence(criterion) for criterion in criteria if item.progress is not None]
    if done and standing.completed_at is not None:
        seen = [_("Completed")]
    if not done and standing.state.implausible:
        seen.append(
            ngettext(
                "%(count)s report was set aside: more was played than time had passed.",
                "%(count)s reports were set aside: more was played than time had passed.",
                standing.state.implausible,
            )
            % {"count": standing.state.implausible}
        )
    return Reason(
        text=" ".join([_title(item), *(_asked(criterion) for criterion in criteria)]),
        met=done,
        evidence=" ".join(seen) or _("Not opened yet."),
        link=reverse("learn_resource", args=[enrolment.public_id, item.resource.key]),
        key=str(item.resource.key),
        optional=not counts,
    )


def _title(item: OutlineItem) -> str:
    return _("“%(title)s”:") % {"title": item.resource.in_language("title")}


def _asked(criterion: Criterion) -> str:
    texts: dict[str, Any] = {
        "seen": _("to be open for at least %(seconds)s seconds.") % {"seconds": criterion.needed},
        "coverage": _("at least %(time)s to be played.") % {"time": clock(criterion.needed)},
        "confirmed": _("to be opened, or confirmed as opened."),
        "passed": _("to be passed."),
    }
    return str(texts[criterion.name])


def _evidence(criterion: Criterion) -> str:
    texts = {
        "seen": _("It was open for %(seconds)s seconds.") % {"seconds": criterion.actual},
        "coverage": _("%(time)s was played.") % {"time": clock(criterion.actual)},
        "confirmed": _("Opened.") if criterion.met else _("Not confirmed yet."),
        "passed": _("Passed.") if criterion.met else _("Not passed yet."),
    }
    return str(texts[criterion.name])


def clock(seconds: int) -> str:
    """Seconds as minutes and seconds: 2:05."""
    return f"{seconds // 60}:{seconds % 60:02d}"
