"""From draft to what learners get: submit, review, publish, send back."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.papers.services import publish_paper
from courses.authoring.facts import ReleasePublished, ReleaseReturned, ReleaseReviewed, ReleaseSubmitted
from courses.authoring.models import Course, Release, Resource
from courses.authoring.queries import change_class, difference, problems, resources_of
from courses.authoring.services.drafts import open_draft
from igot.approvals import queries as approvals
from igot.approvals.services import open_request, withdraw
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.approvals.models import Request

KIND = "courses.release"


class NotReady(Refused):
    """The draft still lacks something; `fields` names each field with what to do."""

    code = "release_not_ready"
    message = _("The course cannot be put up for review yet. Mend what is listed.")


@transaction.atomic
def submit_release(*, release: Release, actor: "User", at: datetime) -> "Request":
    """Put a draft up for review and publication. Its papers are fixed now, so that what is reviewed is what learners
    get; after a return, a paper changes by a new version. Raises NotReady with everything that is missing;
    ReleaseIsClosed when it is up already."""
    locked = open_draft(release)
    found = problems(locked)
    if found:
        fields: dict[str, list[str]] = {}
        for problem in found:
            fields.setdefault(problem.field, []).append(str(problem.text))
        raise NotReady(fields=fields)
    _fix_papers(resources_of(locked), actor=actor, at=at)
    locked.state = Release.State.IN_REVIEW
    locked.save(update_fields=["state", "changed_at"])
    changes = difference(locked)
    weight = change_class(changes) if changes else None
    request = open_request(
        kind=KIND,
        subject_id=locked.public_id,
        organisation=locked.course.organisation,
        title=locked.title,
        titles={language: texts.get("title", "") for language, texts in locked.translations.items()},
        details=[
            (_("Edition"), str(locked.number)),
            (_("Kind of change"), weight.label if weight else _("First edition")),
        ],
        actor=actor,
        at=at,
    )
    _tell(ReleaseSubmitted, locked, actor=actor, at=at)
    return request


@transaction.atomic
def withdraw_release(*, release: Release, actor: "User", at: datetime) -> None:
    """Take a submitted release back to go on working at it (`kinds` makes it a draft again). Raises Conflict when it
    is not waiting for a decision."""
    waiting = approvals.history(KIND, release.public_id).filter(state="pending").first()
    if waiting is None:
        raise Conflict
    withdraw(request=waiting, actor=actor, at=at)


@transaction.atomic
def mark_reviewed(*, release: Release, actor: "User", at: datetime) -> None:
    """The reviewer's yes: the release waits for its publisher."""
    if Release.objects.filter(pk=release.pk, state=Release.State.IN_REVIEW).update(state=Release.State.REVIEWED):
        _tell(ReleaseReviewed, release, actor=actor, at=at)


@transaction.atomic
def return_release(*, release: Release, actor: "User", at: datetime) -> None:
    """Back to its creator as a draft; what is a draft already stays one."""
    waiting = (Release.State.IN_REVIEW, Release.State.REVIEWED)
    if Release.objects.filter(pk=release.pk, state__in=waiting).update(state=Release.State.DRAFT):
        _tell(ReleaseReturned, release, actor=actor, at=at)


@transaction.atomic
def publish_release(*, release: Release, actor: "User", at: datetime) -> Release:
    """Make the release what learners get from now on: papers published, minutes summed (all resources), the release
    before superseded, the course current again. Publishing twice changes nothing; a draft raises Conflict."""
    course = Course.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=release.course_id)
    release = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    release.course = course
    if release.state == Release.State.PUBLISHED:
        return release
    if release.state not in (Release.State.IN_REVIEW, Release.State.REVIEWED):
        raise Conflict
    resources = resources_of(release)
    _fix_papers(resources, actor=actor, at=at)
    Release.objects.filter(course=course, state=Release.State.PUBLISHED).update(state=Release.State.SUPERSEDED)
    release.state = Release.State.PUBLISHED
    release.minutes = sum(resource.minutes for resource in resources)
    release.published_at = at
    release.save(update_fields=["state", "minutes", "published_at", "changed_at"])
    Course.objects.filter(pk=course.pk).update(current=release, is_archived=False)
    _tell(ReleasePublished, release, actor=actor, at=at)
    return release


def _fix_papers(resources: list[Resource], *, actor: "User", at: datetime) -> None:
    for resource in resources:
        if resource.kind == Resource.Kind.ASSESSMENT and resource.paper is not None:
            publish_paper(version=resource.paper, actor=actor, at=at)


def _tell(fact: type, release: Release, *, actor: "User", at: datetime) -> None:
    course = release.course
    told = fact(course=str(course.public_id), release=str(release.public_id))
    publish(told, organisation=course.organisation, actor=actor, subject=release, at=at)
