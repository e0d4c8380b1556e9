"""What every change of a draft begins and ends with."""

from datetime import datetime

from courses.authoring.access import ReleaseIsClosed
from courses.authoring.facts import ReleaseChanged
from courses.authoring.models import Release
from igot.journal.facts import Person
from igot.journal.services import publish


def open_draft(release: Release) -> Release:
    """Lock the release and make sure it may still change. Raises ReleaseIsClosed."""
    locked = Release.objects.select_for_update(of=("self",)).select_related("course__organisation").get(pk=release.pk)
    if locked.state != Release.State.DRAFT:
        raise ReleaseIsClosed
    return locked


def changed(release: Release, *what: str, actor: Person | None, at: datetime) -> None:
    """Note on the release, and in the journal, that something in it changed."""
    release.save(update_fields=["changed_at"])
    course = release.course
    fact = ReleaseChanged(course=str(course.public_id), release=str(release.public_id), what=list(what))
    publish(fact, organisation=course.organisation, actor=actor, subject=release, at=at)
