"""What a certificate says, as it was when it was issued: names, course, level, hours and dates, in both languages."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from competencies.framework.case.alignment import alignment
from courses.authoring.models import Release
from igot.kernel.clock import day_in_india

if TYPE_CHECKING:
    from courses.learning.models import CompletionDecision, Enrolment

VERSION = 1


def snapshot_of(*, enrolment: "Enrolment", decision: "CompletionDecision", serial: str, at: datetime) -> dict[str, Any]:
    """The claims of a certificate; nothing personal but the holder's name and organisation."""
    release, learner = enrolment.release, enrolment.learner
    served = enrolment.organisation_at or enrolment.organisation
    return {
        "version": VERSION,
        "serial": serial,
        "holder": {"name": learner.name, "name_in_hindi": learner.name_in_hindi},
        "organisation": _both(served, "name"),
        "course": {
            **_both(release, "title"),
            "id": str(enrolment.course.public_id),
            "release": release.number,
            "language": release.language,
        },
        "provider": _both(enrolment.course.organisation, "name"),
        "minutes": release.minutes,
        "competencies": _competencies(release),
        "enrolled_on": day_in_india(enrolment.enrolled_at).isoformat(),
        "completed_on": day_in_india(decision.decided_at).isoformat(),
        "issued_at": at.isoformat(),
        "decision": str(decision.public_id),
    }


def says_the_same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether two snapshots differ in nothing a reader would see but the number and the day of issue."""
    named = ("holder", "organisation", "course", "provider")
    return all(old.get(part) == new.get(part) for part in named)


def _both(thing: Any, field: str) -> dict[str, str]:
    return {"en": str(thing.in_language(field, "en")), "hi": str(thing.in_language(field, "hi"))}


def _competencies(release: Release) -> list[dict[str, Any]]:
    found = []
    tags = (
        release.tags.select_related("competency__scale", "competency__framework", "competency__node__framework")
        .prefetch_related("competency__scale__levels")
        .order_by("pk")
    )
    for tag in tags:
        level = next((one for one in tag.competency.scale.levels.all() if one.number == tag.level), None)
        found.append(
            {
                "code": tag.competency.code,
                "name": _both(tag.competency, "name"),
                "level": tag.level,
                "alignment": alignment(tag.competency, level.name if level else ""),
                "level_name": _both(level, "name") if level else {"en": str(tag.level), "hi": str(tag.level)},
            }
        )
    return found
