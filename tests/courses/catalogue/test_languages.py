"""A course names the languages in which all of it can be read."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.test import Client

from courses.authoring import services
from courses.authoring.models import Course, Release, Resource
from tests.cast import Cast


def test_a_course_is_in_its_own_language_and_in_those_of_every_page(
    make_draft: Callable[..., Release],
    publish: Callable[[Release], Course],
    sign_in: Callable[..., Client],
    cast: Cast,
    now: datetime,
) -> None:
    def languages(draft: Release, *, hindi: bool) -> str:
        texts: dict[str, Any] = {"hi": {"title": "क", "body": "ख" if hindi else ""}}
        for page in Resource.objects.filter(module__release=draft, kind="page"):
            services.change_resource(resource=page, changes={"translations": texts}, actor=cast.creator, at=now)
        page = sign_in(cast.learner).get(f"/courses/{publish(draft).slug}/").content.decode()
        return page.split("<dt>Language</dt><dd>")[1].split("</dd>")[0]

    assert languages(make_draft(title="In both", assessment=False), hindi=True) == (
        '<span lang="en">English</span>, <span lang="hi">हिंदी</span>'
    )
    assert languages(make_draft(title="In one", assessment=False), hindi=False) == '<span lang="en">English</span>'
