"""What has happened to courses and their releases."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CourseCreated(Fact, kind="courses.CourseCreated"):
    """A course was begun, with its first draft."""

    course: str
    release: str


@dataclass(frozen=True, kw_only=True)
class ReleaseChanged(Fact, kind="courses.ReleaseChanged"):
    """A draft was changed; `what` names the fields or the verb."""

    course: str
    release: str
    what: list[str]


@dataclass(frozen=True, kw_only=True)
class ReleaseSubmitted(Fact, kind="courses.ReleaseSubmitted"):
    """A draft was put up for review."""

    course: str
    release: str


@dataclass(frozen=True, kw_only=True)
class ReleaseReviewed(Fact, kind="courses.ReleaseReviewed"):
    """A reviewer passed the release on to the publisher."""

    course: str
    release: str


@dataclass(frozen=True, kw_only=True)
class ReleaseReturned(Fact, kind="courses.ReleaseReturned"):
    """The release went back to its creator: returned by a decider, or taken back."""

    course: str
    release: str


@dataclass(frozen=True, kw_only=True)
class ReleasePublished(Fact, kind="courses.ReleasePublished"):
    """A release is what learners get from now on."""

    course: str
    release: str


@dataclass(frozen=True, kw_only=True)
class DraftBegun(Fact, kind="courses.DraftBegun"):
    """The next release of a course was begun as a copy of the published one."""

    course: str
    release: str


@dataclass(frozen=True, kw_only=True)
class CourseRetired(Fact, kind="courses.CourseRetired"):
    """The course is offered no longer; what was begun may be finished."""

    course: str


@dataclass(frozen=True, kw_only=True)
class VisibilityChanged(Fact, kind="courses.VisibilityChanged"):
    """Other people than before may find the course."""

    course: str
    visibility: str


@dataclass(frozen=True, kw_only=True)
class AssetStored(Fact, kind="courses.AssetStored"):
    """A file was uploaded and found to be what it says."""

    asset: str
    asset_kind: str
