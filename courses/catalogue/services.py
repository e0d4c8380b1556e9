"""Keep the listings: what a search of the catalogue reads."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value

from courses.authoring.models import Course, Release
from courses.authoring.romanise import fold
from courses.catalogue.models import Listing

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

LONGEST = 5000


def _texts(release: Release) -> tuple[str, str, str]:
    """Title, keywords and outcomes, summary: heaviest first, every language together."""
    others = release.translations.values()
    title = [release.title, *(texts.get("title", "") for texts in others)]
    names = [tag.competency.name for tag in release.tags.select_related("competency").order_by("pk")]
    middle = [*release.keywords, *names, str(release.course.organisation.name)]
    for texts in others:
        middle += texts.get("outcomes", [])
    plain = [release.summary, *release.outcomes, *(texts.get("summary", "") for texts in others)]
    return " ".join(title), " ".join(middle), " ".join(plain)[:LONGEST]


def _words(*texts: str) -> str:
    """What misspelt words are compared with: as written, and in the one spelling all spellings are folded to."""
    written = " ".join(texts).lower()
    return " ".join(dict.fromkeys([*written.split(), *fold(written).split()]))[: 2 * LONGEST]


def _vector(*texts: str) -> "Combinable":
    # English is stemmed (notes, noting: note); "simple" keeps every word as it is, which is what Hindi needs.
    parts = [
        SearchVector(Value(text), weight=weight, config=config)
        for text, weight in zip(texts, "ABC", strict=True)
        for config in ("english", "simple")
    ]
    whole: Combinable = parts[0]
    for part in parts[1:]:
        whole = whole + part
    return whole


@transaction.atomic
def list_course(*, course_id: UUID | str) -> Listing | None:
    """Write the course's listing anew from its current release; none for a course that is not published or is
    retired."""
    course = (
        Course.objects.select_for_update(of=("self",))
        .select_related("current", "organisation")
        .filter(public_id=course_id)
        .first()
    )
    if course is None:
        return None
    release = course.current
    if release is None or course.is_archived or release.published_at is None:
        Listing.objects.filter(course=course).delete()
        return None
    release.course = course
    title, middle, plain = _texts(release)
    listing, _new = Listing.objects.update_or_create(
        course=course,
        defaults={
            "title": release.title,
            "words": _words(title, middle, plain),
            "language": release.language,
            "minutes": release.minutes,
            "published_at": release.published_at,
        },
    )
    Listing.objects.filter(pk=listing.pk).update(vector=_vector(title, middle, plain))
    return listing


def rebuild_listings() -> int:
    """Write every listing anew; returns how many courses are listed."""
    for public_id in Course.objects.order_by("pk").values_list("public_id", flat=True).iterator():
        list_course(course_id=public_id)
    return Listing.objects.count()
