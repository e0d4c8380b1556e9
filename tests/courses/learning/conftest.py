"""A published course with a page and a video, somebody enrolled in it, and a way to report what they did."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from courses.authoring import services as authoring
from courses.authoring.models import Asset, Course, Release, Resource
from courses.learning import services
from courses.learning.models import Enrolment
from tests.cast import Cast

SECONDS = 100


@pytest.fixture
def video(cast: Cast, now: datetime) -> Asset:
    """A recording of 100 seconds, as if it had been looked into."""
    return _asset("video", "video/mp4", cast, now)


def _asset(kind: str, content_type: str, cast: Cast, now: datetime) -> Asset:
    return Asset.objects.create(
        organisation=cast.istm,
        kind=kind,
        file=f"none.{kind}",
        file_name=f"note.{kind}",
        content_type=content_type,
        size=1_500_000,
        sha256="0" * 64,
        seconds=SECONDS,
        uploaded_by=cast.creator,
        uploaded_at=now,
    )


@pytest.fixture
def make_course(
    cast: Cast, now: datetime, make_draft: Callable[..., Release], publish: Callable[[Release], Course], video: Asset
) -> Callable[..., Course]:
    """`make_course("video", "pdf")`: a published course whose only mandatory resources are of these kinds."""

    def made(*kinds: str, title: str = "A course", **more: Any) -> Course:
        by: dict[str, Any] = {"actor": cast.creator, "at": now}
        release = make_draft(title=title, assessment=False, **more)
        for module in list(release.modules.all()):
            authoring.remove_module(module=module, **by)
        module = authoring.add_module(release=release, title="All of it", **by)
        for kind in kinds:
            values: dict[str, Any] = {"minutes": 2}
            if kind == "page":
                values["body"] = "word " * 300
            if kind == "pdf":
                values["asset"] = _asset("pdf", "application/pdf", cast, now)
            if kind in ("video", "audio"):
                asset = video if kind == "video" else _asset("audio", "audio/mpeg", cast, now)
                values |= {"asset": asset, "transcript": "What is said."}
            if kind == "link":
                values["url"] = "https://example.org/"
            authoring.add_resource(module=module, kind=kind, title=f"The {kind}", **values, **by)
        return publish(release)

    return made


@pytest.fixture
def begin(cast: Cast, now: datetime) -> Callable[[Course], Enrolment]:
    """Enrol the learner."""
    return lambda course: services.enrol(learner=cast.learner, course=course, at=now)


@pytest.fixture
def only(begin: Callable[[Course], Enrolment]) -> Callable[[Enrolment], Resource]:
    """The first resource of the enrolment's release."""
    return lambda enrolment: Resource.objects.filter(module__release=enrolment.release_id).order_by(
        "module__place", "place"
    )[0]


def event(resource: Resource, kind: str = "play", seq: int = 1, session: str = "s1", **more: Any) -> dict[str, Any]:
    """One report of a device."""
    return {
        "id": str(uuid.uuid4()),
        "resource": str(resource.key),
        "kind": kind,
        "seq": seq,
        "session": session,
        **more,
    }
