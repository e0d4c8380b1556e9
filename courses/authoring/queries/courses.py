"""Courses, their releases, and what stands in them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from courses.authoring.models import Asset, Captions, Course, Module, Release, ReleaseCompetency, Resource
from igot.kernel.errors import NotFound
from igot.organisations.queries import prefixes, shared_ids

if TYPE_CHECKING:
    from competencies.framework.models import Competency
    from igot.organisations.models import Organisation

SHARE_KIND = "courses.course"
IN_THE_MAKING = (Release.State.DRAFT, Release.State.IN_REVIEW, Release.State.REVIEWED)


def courses_of(organisation: "Organisation", text: str = "") -> QuerySet[Course]:
    """The courses of the organisation's subtree, newest first, each with `latest` (its newest release) at hand."""
    newest = Prefetch("releases", Release.objects.order_by("-number"), to_attr="editions")
    found = Course.objects.filter(organisation__path__startswith=organisation.path)
    for word in text.split():
        found = found.filter(Q(releases__title__icontains=word) | Q(slug__icontains=word)).distinct()
    return found.select_related("organisation", "current").prefetch_related(newest).order_by("-pk")


def courses_open_to(organisation: "Organisation | None") -> QuerySet[Course]:
    """The courses people of the organisation may read: for everyone, of an organisation above them, or shared with
    one."""
    allowed = Q(visibility=Course.Visibility.EVERYONE)
    if organisation is not None:
        above = prefixes(organisation.path)
        allowed |= Q(organisation__path__in=above)
        shared = shared_ids(subject_kind=SHARE_KIND, organisation=organisation)
        allowed |= Q(visibility=Course.Visibility.SHARED, public_id__in=shared)
    return Course.objects.filter(allowed)


def release(public_id: UUID | str) -> Release:
    """The release with this public id. Raises NotFound."""
    found = Release.objects.select_related("course__organisation").filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def release_in_the_making(course: Course) -> Release | None:
    """The one release that is drafted, in review or reviewed, if there is one."""
    return course.releases.filter(state__in=IN_THE_MAKING).first()


def shown_release(course: Course) -> Release:
    """What an editor's page shows: the release in the making, else the newest one."""
    found = release_in_the_making(course) or course.releases.order_by("-number").first()
    if found is None:
        raise NotFound
    return found


def outline(release: Release) -> list[Module]:
    """The modules in order; `module.resources.all()` comes along with files, papers and captions, in order."""
    captions = Prefetch("captions", Captions.objects.select_related("asset").order_by("language"))
    resources = (
        Resource.objects.select_related("asset", "paper__paper").prefetch_related(captions).order_by("place", "pk")
    )
    return list(release.modules.order_by("place", "pk").prefetch_related(Prefetch("resources", resources)))


def current_outline(course: Course) -> list[Module]:
    """The outline of what is published; empty while nothing is."""
    return outline(course.current) if course.current is not None else []


def languages_of(release: Release, modules: list[Module]) -> list[str]:
    """The languages in which the whole course can be read: its own, and those into which every page is translated."""
    pages = [one for module in modules for one in module.resources.all() if one.kind == Resource.Kind.PAGE]
    every = [{language for language, texts in page.translations.items() if texts.get("body")} for page in pages]
    whole = set.intersection(*every) if every else set()
    return [release.language, *sorted(whole - {release.language})]


def resources_of(release: Release) -> list[Resource]:
    """All resources of a release in the order in which they are taught."""
    return [resource for module in outline(release) for resource in module.resources.all()]


def module_of(release: Release, key: UUID) -> Module:
    """The module with this key. Raises NotFound."""
    found = release.modules.filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def resource_of(release: Release, key: UUID) -> Resource:
    """The resource with this key, with its module, file and paper. Raises NotFound."""
    found = (
        Resource.objects.select_related("module__release__course", "asset", "paper")
        .filter(module__release=release, key=key)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def asset(public_id: UUID | str) -> Asset:
    """The uploaded file with this public id. Raises NotFound."""
    found = Asset.objects.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def releases_holding(asset: Asset) -> QuerySet[Release]:
    """The releases in which the file is a resource, captions or the course's picture."""
    held = Q(modules__resources__asset=asset) | Q(modules__resources__captions__asset=asset) | Q(thumbnail=asset)
    return Release.objects.filter(pk__in=Release.objects.filter(held).values("pk"))


def titles_by_public_id(ids: Iterable[str]) -> dict[str, str]:
    """The titles of the courses with these public ids, as far as the running scope sees them."""
    found = Course.objects.filter(public_id__in=set(ids)).select_related("current")
    return {str(course.public_id): str(course.current.in_language("title")) for course in found if course.current}


def courses_tagged(competency: "Competency") -> int:
    """How many courses build a competency by their edition on offer or in the making."""
    states = [*IN_THE_MAKING, Release.State.PUBLISHED]
    found = ReleaseCompetency.objects.filter(competency=competency, release__state__in=states)
    return found.values("release__course").distinct().count()
