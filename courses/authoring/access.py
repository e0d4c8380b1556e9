"""Doors to courses, their parts and their files."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from courses.authoring import queries
from courses.authoring.models import Asset, Course, Release
from igot.accounts.access import Role, may
from igot.kernel.errors import Conflict, Denied, NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

WRITERS = (Role.CONTENT_CREATOR, Role.PROVIDER_ADMIN)
DECIDERS = (Role.CONTENT_REVIEWER, Role.CONTENT_PUBLISHER)
PUBLISHERS = (Role.CONTENT_PUBLISHER, Role.PROVIDER_ADMIN)
ALL = (*WRITERS, *DECIDERS)

Reader = Callable[["User", Asset], bool]
_READERS: list[Reader] = []


def register_reader(reader: Reader) -> Reader:
    """A room above knows further people who may read a file (those enrolled on a release that holds it)."""
    _READERS.append(reader)
    return reader


def can_edit(user: "User", course: Course) -> bool:
    """Creators and provider administrators whose grant reaches the owner."""
    return may(user, WRITERS, course.organisation)


def can_govern(user: "User", course: Course) -> bool:
    """Publishers and provider administrators: who may find it, and until when it is offered."""
    return may(user, PUBLISHERS, course.organisation)


def can_inspect(user: "User", course: Course) -> bool:
    """Everyone who makes or decides on the owner's courses."""
    return may(user, ALL, course.organisation)


def course_to_inspect(user: "User", organisation: "Organisation", public_id: UUID) -> Course:
    """A course in the subtree of the organisation acted for. Raises NotFound."""
    course = queries.courses_of(organisation).filter(public_id=public_id).first()
    if course is None or not can_inspect(user, course):
        raise NotFound
    return course


def course_to_edit(user: "User", organisation: "Organisation", public_id: UUID) -> Course:
    """The same, to change it. Raises NotFound; Denied for reviewers and publishers."""
    course = course_to_inspect(user, organisation, public_id)
    if not can_edit(user, course):
        raise Denied
    return course


def course_to_govern(user: "User", organisation: "Organisation", public_id: UUID) -> Course:
    """The same, to say who may find it. Raises NotFound; Denied for creators and reviewers."""
    course = course_to_inspect(user, organisation, public_id)
    if not can_govern(user, course):
        raise Denied
    return course


class ReleaseIsClosed(Conflict):
    """The release is in review or published: it changes no longer."""

    code = "release_is_closed"
    message = _(
        "This edition is in review or published and cannot be changed. Take it back, or begin the next edition."
    )


def draft_to_change(course: Course) -> Release:
    """The draft of a course whose door was opened. Raises ReleaseIsClosed when there is none."""
    release = queries.shown_release(course)
    if release.state != Release.State.DRAFT:
        raise ReleaseIsClosed
    release.course = course
    return release


def asset_to_attach(user: "User", organisation: "Organisation", public_id: UUID) -> Asset:
    """A file the same person uploaded for the organisation, to use it in a course. Raises NotFound."""
    asset = queries.asset(public_id)
    if asset.organisation_id != organisation.pk or asset.uploaded_by_id != user.pk:
        raise NotFound
    return asset


def asset_to_serve(user: "User", public_id: UUID) -> Asset:
    """A file, for those who may see a published release that holds it, those enrolled on one, and those who make or
    decide on the owner's courses. Raises NotFound for everybody else."""
    asset = queries.asset(public_id)
    opened = queries.courses_open_to(user.organisation).filter(
        releases__in=queries.releases_holding(asset).filter(state=Release.State.PUBLISHED), is_archived=False
    )
    if opened.exists() or may(user, ALL, asset.organisation) or any(reader(user, asset) for reader in _READERS):
        return asset
    raise NotFound
