"""The catalogue hears what was published and what was retired."""

from courses.authoring.facts import CourseRetired, ReleasePublished
from courses.catalogue import services
from igot.journal.facts import Happened, handles


@handles(ReleasePublished)
def list_published(happened: Happened[ReleasePublished]) -> None:
    services.list_course(course_id=happened.fact.course)


@handles(CourseRetired)
def unlist_retired(happened: Happened[CourseRetired]) -> None:
    services.list_course(course_id=happened.fact.course)
