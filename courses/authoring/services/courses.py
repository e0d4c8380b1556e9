"""Begin a course, begin its next release, say who may find it, retire it."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from courses.authoring.facts import CourseCreated, CourseRetired, DraftBegun, VisibilityChanged
from courses.authoring.models import Captions, Course, Module, Release, ReleaseCompetency, Resource
from courses.authoring.queries import outline, release_in_the_making
from courses.authoring.romanise import romanise
from igot.journal.services import publish
from igot.kernel.errors import Refused

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

OF_RELEASE = (
    "translations",
    "title",
    "summary",
    "outcomes",
    "language",
    "keywords",
    "audience",
    "licence",
    "thumbnail_id",
)
OF_RESOURCE = (
    "translations", "key", "place", "kind", "title", "minutes", "mandatory", "body", "body_html", "asset_id",
    "transcript", "url",
    "paper_id", "rule",
)  # fmt: skip


@transaction.atomic
def create_course(
    *,
    organisation: "Organisation",
    title: str,
    language: str = "en",
    visibility: str = "subtree",
    slug: str | None = None,
    key: UUID | None = None,
    actor: "User",
    at: datetime,
) -> Release:
    """Begin a course of the organisation with draft 1. `key` is the form's own id: the second press of a button
    finds the first course. Raises Refused without a title, or when the `slug` asked for is taken."""
    title = title.strip()
    if not title:
        raise Refused(_("Give the course a title."), field="title")
    key = key or uuid4()
    twin = Release.objects.filter(course__public_id=key, course__created_by=actor).order_by("number").first()
    if twin is not None:
        return twin
    course = _place(
        Course(public_id=key, organisation=organisation, visibility=visibility, created_by=actor),
        wanted=slug,
        title=title,
    )
    release = Release.objects.create(course=course, number=1, title=title, language=language, created_by=actor)
    fact = CourseCreated(course=str(course.public_id), release=str(release.public_id))
    publish(fact, organisation=organisation, actor=actor, subject=course, at=at)
    return release


def _place(course: Course, *, wanted: str | None, title: str) -> Course:
    base = wanted or slugify(romanise(title))[:70].strip("-") or f"course-{course.public_id.hex[:8]}"
    for attempt in range(1, 20):
        course.slug = base if attempt == 1 else f"{base}-{attempt}" if attempt < 10 else f"{base}-{uuid4().hex[:6]}"
        try:
            with transaction.atomic():
                course.save(force_insert=True)
        except IntegrityError as error:
            if wanted is not None:
                raise Refused(_("Another course has this address. Choose a different one."), field="slug") from error
        else:
            return course
    raise Refused(_("Another course has this title. Choose a different one."), field="title")


@transaction.atomic
def next_draft(*, course: Course, actor: "User", at: datetime) -> Release:
    """Begin the next release as a copy of the newest one, every part under its old key; returns the one that is in the
    making already, if there is one."""
    course = Course.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=course.pk)
    open_one = release_in_the_making(course)
    if open_one is not None:
        return open_one
    source = course.releases.order_by("-number")[0]
    copy = Release.objects.create(
        course=course,
        number=source.number + 1,
        created_by=actor,
        **{name: getattr(source, name) for name in OF_RELEASE},
    )
    ReleaseCompetency.objects.bulk_create(
        ReleaseCompetency(release=copy, competency_id=tag.competency_id, level=tag.level) for tag in source.tags.all()
    )
    for module in outline(source):
        twin = Module.objects.create(
            release=copy, key=module.key, place=module.place, title=module.title, translations=module.translations
        )
        for resource in module.resources.all():
            made = Resource.objects.create(module=twin, **{name: getattr(resource, name) for name in OF_RESOURCE})
            Captions.objects.bulk_create(
                Captions(resource=made, language=captions.language, asset_id=captions.asset_id)
                for captions in resource.captions.all()
            )
    fact = DraftBegun(course=str(course.public_id), release=str(copy.public_id))
    publish(fact, organisation=course.organisation, actor=actor, subject=copy, at=at)
    return copy


@transaction.atomic
def set_visibility(*, course: Course, visibility: str, actor: "User", at: datetime) -> Course:
    """Say who may find the course: the owner's subtree, those it is shared with, or everyone. Takes effect at once."""
    if visibility not in Course.Visibility.values:
        raise Refused(_("Choose one of the possibilities."), field="visibility")
    if Course.objects.filter(pk=course.pk).exclude(visibility=visibility).update(visibility=visibility):
        fact = VisibilityChanged(course=str(course.public_id), visibility=visibility)
        publish(fact, organisation=course.organisation, actor=actor, subject=course, at=at)
    course.visibility = visibility
    return course


@transaction.atomic
def retire_course(*, course: Course, actor: "User", at: datetime) -> Course:
    """Offer the course no longer. Who has begun it may finish; retiring twice changes nothing. Raises Refused while it
    was never published."""
    if course.current_id is None:
        raise Refused(_("Only a published course can be retired."))
    if Course.objects.filter(pk=course.pk, is_archived=False).update(is_archived=True):
        Release.objects.filter(pk=course.current_id, state=Release.State.PUBLISHED).update(state=Release.State.RETIRED)
        fact = CourseRetired(course=str(course.public_id))
        publish(fact, organisation=course.organisation, actor=actor, subject=course, at=at)
    course.is_archived = True
    return course
