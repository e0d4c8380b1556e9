"""A provider's courses: a draft that is ready for review, and a published one, made through services."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from assessments.bank import services as bank
from assessments.papers import services as papers
from assessments.papers.models import PaperVersion
from competencies.framework.models import Competency
from competencies.framework.queries import by_codes
from competencies.framework.services import import_framework
from courses.authoring import services
from courses.authoring.models import Course, Release
from igot.approvals import queries as requests
from igot.approvals import services as approvals
from tests.cast import Cast

LEVELS = ["Basic", "Proficient", "Advanced", "Expert", "Ustad"]
FRAMEWORK: dict[str, Any] = {
    "scales": [
        {
            "id": "frac-5",
            "name": "FRAC",
            "levels": [{"level": n, "name": name} for n, name in enumerate(LEVELS, start=1)],
        }
    ],
    "areas": [],
    "competencies": [
        {
            "id": code,
            "type": kind,
            "name": name,
            "name_hi": hindi,
            "definition": f"What {name} means.",
            "scale": "frac-5",
            "levels": [{"level": n, "descriptor": f"{name} {n}"} for n in range(1, 6)],
        }
        for code, kind, name, hindi in [
            ("FUN-001", "functional", "Noting", "टिप्पण"),
            ("BEH-001", "behavioural", "Judgement", "निर्णय"),
        ]
    ],
}
SUMMARY = "Write notes on which a decision can be taken."


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, settings: Any) -> Path:
    """Uploaded files of one test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    return tmp_path


@pytest.fixture
def competency(cast: Cast, now: datetime) -> Competency:
    """An approved functional competency, Noting."""
    import_framework(data=FRAMEWORK, organisation=cast.goi, actor=None, at=now)
    return by_codes(["FUN-001"])["FUN-001"]


@pytest.fixture
def paper(cast: Cast, now: datetime) -> PaperVersion:
    """A draft paper of the institute: two questions, the right answers are `b` and `a`; half of the marks pass."""
    by: dict[str, Any] = {"actor": cast.creator, "at": now}
    version = papers.create_paper(organisation=cast.istm, title="End assessment", minutes=20, pass_percent=50, **by)
    items = [
        bank.add_question(
            organisation=cast.istm,
            kind="single",
            stem=stem,
            options=[{"id": "a", "text": "First"}, {"id": "b", "text": "Second"}],
            key={"options": [right]},
            **by,
        )
        for stem, right in [("What is a note for?", "b"), ("Who signs it?", "a")]
    ]
    papers.set_items(version=version, items=[(question, 1) for question in items], **by)
    return version


@pytest.fixture
def make_draft(cast: Cast, now: datetime, competency: Competency, paper: PaperVersion) -> Callable[..., Release]:
    """`make_draft(title=..., visibility="everyone", assessment=True)`: a draft that passes every check: two modules,
    two pages (the second optional), an assessment."""

    def made(
        title: str = "Noting and Drafting", visibility: str = "everyone", assessment: bool = True, **changes: Any
    ) -> Release:
        by: dict[str, Any] = {"actor": cast.creator, "at": now}
        release = services.create_course(organisation=cast.istm, title=title, visibility=visibility, **by)
        values = {"summary": SUMMARY, "outcomes": ["Write a note", "Draft a letter"], "licence": "CC-BY-4.0", **changes}
        release = services.change_release(release=release, changes=values, **by)
        services.tag_competency(release=release, competency=competency, level=2, **by)
        first = services.add_module(release=release, title="The note", translations={"hi": {"title": "टिप्पणी"}}, **by)
        services.add_resource(
            module=first,
            kind="page",
            title="What a note is for",
            body="# A note\n\nA note is **for a decision**.",
            minutes=5,
            translations={"hi": {"title": "टिप्पणी किसलिए", "body": "टिप्पणी **निर्णय** के लिए है।"}},
            **by,
        )
        second = services.add_module(release=release, title="The draft", **by)
        services.add_resource(
            module=second, kind="page", title="Further reading", body="Read on.", minutes=3, mandatory=False, **by
        )
        if assessment:
            services.add_resource(module=second, kind="assessment", title="End", paper=paper, minutes=20, **by)
        return release

    return made


@pytest.fixture
def draft(make_draft: Callable[..., Release]) -> Release:
    """A draft that is ready for review."""
    return make_draft()


@pytest.fixture
def publish(cast: Cast, now: datetime) -> Callable[[Release], Course]:
    """Submit as the creator, review and publish as two others; returns the course."""

    def published(release: Release) -> Course:
        services.submit_release(release=release, actor=cast.creator, at=now)
        request = requests.history("courses.release", release.public_id)[0]
        approvals.approve(request=request, actor=cast.content_reviewer, at=now)
        approvals.approve(request=request, actor=cast.publisher, at=now)
        return Course.objects.select_related("current", "organisation").get(pk=release.course_id)

    return published


@pytest.fixture
def published_course(draft: Release, publish: Callable[[Release], Course], drain: Callable[[], int]) -> Course:
    """A course for everyone: two pages (one optional) and an assessment; it stands in the catalogue."""
    course = publish(draft)
    drain()
    return course
