"""What the endpoints of authoring have in common: whose organisation, which draft, what was sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.serializers import Serializer

from assessments.papers import queries as papers
from courses.authoring import access, queries
from courses.authoring.models import Release
from igot.accounts.access import organisation_for_api
from igot.kernel.clock import now
from igot.kernel.errors import NotFound, Refused
from igot.kernel.tenancy import subtree
from igot.organisations.models import Organisation

# No token carries it: courses are made by people.
SCOPES = ("courses:write",)


@contextmanager
def opened(request: Request, public_id: UUID, roles: tuple[str, ...]) -> Iterator[Organisation]:
    """The organisation, for a caller with one of the roles there; its subtree is open."""
    organisation = organisation_for_api(request, public_id, scopes=SCOPES, roles=roles)
    with subtree(organisation):
        yield organisation


@contextmanager
def draft(request: Request, public_id: UUID, course_id: UUID) -> Iterator[Release]:
    """The draft of a course the caller may edit."""
    with opened(request, public_id, access.WRITERS) as organisation:
        yield access.draft_to_change(access.course_to_edit(person(request), organisation, course_id))


def person(request: Request) -> Any:
    """Who calls."""
    return request.user


def given(serializer: type[Serializer], request: Request, **options: Any) -> dict[str, Any]:
    """What was sent, found in order by a serializer. Raises what names the field."""
    given = serializer(data=request.data, **options)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def by(request: Request) -> dict[str, Any]:
    """Who does it, and when."""
    return {"actor": person(request), "at": now()}


def asset_named(request: Request, release: Release, name: str, public_id: UUID) -> Any:
    """A file the caller uploaded for the course's owner. Raises Refused, naming the field."""
    try:
        return access.asset_to_attach(person(request), release.course.organisation, public_id)
    except NotFound as error:
        raise Refused(str(error), field=name) from error


def paper_named(release: Release, public_id: UUID) -> Any:
    """The newest version of a paper of the course's owner, by its id. Raises Refused."""
    found = papers.papers_of(release.course.organisation).filter(public_id=public_id).first()
    if found is None:
        raise Refused(str(NotFound.message), field="paper")
    return found


@contextmanager
def shown(request: Request, public_id: UUID, course_id: UUID) -> Iterator[Release]:
    """The release in the making, or the newest one, for everybody who makes or decides on the course."""
    with opened(request, public_id, access.ALL) as organisation:
        yield queries.shown_release(access.course_to_inspect(person(request), organisation, course_id))
