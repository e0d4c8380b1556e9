"""What has happened to enrolments."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Enrolled(Fact, kind="courses.Enrolled"):
    """Somebody took up a course, or came back to it."""

    enrolment: str
    person: str
    course: str
    source: str


@dataclass(frozen=True, kw_only=True)
class LearningStarted(Fact, kind="courses.LearningStarted"):
    """The first thing in the course was opened."""

    enrolment: str
    person: str
    course: str


@dataclass(frozen=True, kw_only=True)
class EnrolmentWithdrawn(Fact, kind="courses.EnrolmentWithdrawn"):
    """The learner gave the course up; what they did is kept."""

    enrolment: str
    person: str
    course: str


@dataclass(frozen=True, kw_only=True)
class CourseCompleted(Fact, kind="courses.CourseCompleted"):
    """Every mandatory resource of the pinned release is completed, and the verdict is written."""

    enrolment: str
    person: str
    course: str
    decision: str


@dataclass(frozen=True, kw_only=True)
class EnrolmentRechecked(Fact, kind="courses.EnrolmentRechecked"):
    """The learner's own events were folded anew."""

    enrolment: str
    percent_before: int
    percent_after: int
