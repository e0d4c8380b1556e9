"""From draft to published: checks, three people, immutability, the next edition."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from assessments.papers import services as papers
from assessments.papers.models import PaperVersion
from courses.authoring import queries, services
from courses.authoring.access import ReleaseIsClosed
from courses.authoring.models import Captions, Course, Module, Release, ReleaseCompetency, Resource
from courses.authoring.services.releasing import NotReady
from igot.approvals import queries as requests
from igot.approvals import services as approvals
from igot.journal.models import FactRow
from igot.kernel.errors import Conflict, Denied
from tests.cast import Cast


def test_an_empty_draft_is_refused_with_everything_it_lacks(cast: Cast, now: datetime) -> None:
    release = services.create_course(organisation=cast.istm, title="Empty", actor=cast.creator, at=now)
    with pytest.raises(NotReady) as refusal:
        services.submit_release(release=release, actor=cast.creator, at=now)
    assert set(refusal.value.fields) == {"summary", "outcomes", "licence", "competencies", "modules"}


def test_three_people_release_a_course(
    cast: Cast, draft: Release, publish: Callable[[Release], Course], paper: object
) -> None:
    course = publish(draft)
    assert course.current is not None and course.current.state == Release.State.PUBLISHED
    assert course.current.minutes == 28
    assert FactRow.objects.filter(kind="courses.ReleasePublished").count() == 1
    paper.refresh_from_db()  # type: ignore[attr-defined]
    assert paper.state == "published"  # type: ignore[attr-defined]


def test_nobody_decides_twice(cast: Cast, draft: Release, now: datetime) -> None:
    request = services.submit_release(release=draft, actor=cast.creator, at=now)
    with pytest.raises(Denied):
        approvals.approve(request=request, actor=cast.creator, at=now)
    approvals.approve(request=request, actor=cast.content_reviewer, at=now)
    draft.refresh_from_db()
    assert draft.state == Release.State.REVIEWED
    with pytest.raises(Denied):
        approvals.approve(request=request, actor=cast.content_reviewer, at=now)


def test_a_returned_course_is_a_draft_again(cast: Cast, draft: Release, now: datetime) -> None:
    request = services.submit_release(release=draft, actor=cast.creator, at=now)
    with pytest.raises(ReleaseIsClosed):
        services.change_release(release=draft, changes={"title": "Sneaked in"}, actor=cast.creator, at=now)
    approvals.send_back(request=request, comment="Add an example.", actor=cast.content_reviewer, at=now)
    services.change_release(release=draft, changes={"title": "Mended"}, actor=cast.creator, at=now)
    services.submit_release(release=draft, actor=cast.creator, at=now)
    assert len(requests.history("courses.release", draft.public_id)) == 2


def test_what_is_reviewed_cannot_change_behind_the_reviewer_s_back(
    cast: Cast, draft: Release, paper: PaperVersion, now: datetime
) -> None:
    by: dict[str, Any] = {"actor": cast.creator, "at": now}
    request = services.submit_release(release=draft, **by)
    with pytest.raises(Conflict):
        papers.change_paper(version=paper, changes={"title": "Sneaked in"}, **by)
    approvals.send_back(request=request, comment="Another question.", actor=cast.content_reviewer, at=now)
    newer = papers.next_draft(paper=paper.paper, **by)
    assert [problem.field for problem in queries.problems(draft)] == ["paper"]
    end = queries.resources_of(draft)[-1]
    services.change_resource(resource=end, changes={"paper": newer}, **by)
    assert not queries.problems(draft)


def test_a_course_is_taken_back_from_review(cast: Cast, draft: Release, now: datetime) -> None:
    services.submit_release(release=draft, actor=cast.creator, at=now)
    services.withdraw_release(release=draft, actor=cast.creator, at=now)
    draft.refresh_from_db()
    assert draft.state == Release.State.DRAFT
    with pytest.raises(Conflict):
        services.withdraw_release(release=draft, actor=cast.creator, at=now)


def test_a_draft_is_not_published_without_review(cast: Cast, draft: Release, now: datetime) -> None:
    with pytest.raises(Conflict):
        services.publish_release(release=draft, actor=cast.publisher, at=now)


def test_publishing_twice_changes_nothing(cast: Cast, published_course: Course, now: datetime) -> None:
    assert published_course.current is not None
    services.publish_release(release=published_course.current, actor=cast.publisher, at=now)
    assert FactRow.objects.filter(kind="courses.ReleasePublished").count() == 1


def test_no_service_changes_a_published_release(cast: Cast, published_course: Course, now: datetime) -> None:
    release = published_course.current
    assert release is not None
    resource = queries.resources_of(release)[0]
    with pytest.raises(ReleaseIsClosed):
        services.change_resource(resource=resource, changes={"title": "Other"}, actor=cast.creator, at=now)
    with pytest.raises(ReleaseIsClosed):
        services.remove_module(module=resource.module, actor=cast.creator, at=now)


def test_the_database_keeps_a_published_release_as_it_is(published_course: Course) -> None:
    release = published_course.current
    assert release is not None
    attempts: list[Callable[[], object]] = [
        lambda: Release.objects.filter(pk=release.pk).update(title="Other"),
        lambda: Module.objects.filter(release=release).update(title="Other"),
        lambda: Resource.objects.filter(module__release=release).update(body="Other"),
        lambda: Resource.objects.filter(module__release=release).delete(),
        lambda: ReleaseCompetency.objects.filter(release=release).update(level=5),
        lambda: ReleaseCompetency.objects.filter(release=release).delete(),
        lambda: Captions.objects.create(
            resource=Resource.objects.filter(module__release=release)[0], language="en", asset_id=0
        ),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_the_next_edition_keeps_every_key_and_supersedes(
    cast: Cast, published_course: Course, publish: Callable[[Release], Course], now: datetime
) -> None:
    first = published_course.current
    assert first is not None
    copy = services.next_draft(course=published_course, actor=cast.creator, at=now)
    assert services.next_draft(course=published_course, actor=cast.creator, at=now) == copy
    assert [part.key for part in queries.resources_of(copy)] == [part.key for part in queries.resources_of(first)]
    assert copy.tags.count() == first.tags.count()
    course = publish(copy)
    first.refresh_from_db()
    assert first.state == Release.State.SUPERSEDED and course.current == copy


def test_the_difference_names_what_changed_and_how_much_it_matters(
    cast: Cast, published_course: Course, now: datetime
) -> None:
    by = {"actor": cast.creator, "at": now}
    copy = services.next_draft(course=published_course, **by)
    assert queries.difference(copy) == []
    page, reading, _assessment = queries.resources_of(copy)
    services.change_resource(resource=page, changes={"body": "Rewritten."}, **by)
    services.change_resource(resource=reading, changes={"mandatory": True}, **by)
    services.add_resource(module=page.module, kind="page", title="New", body="New.", mandatory=False, **by)
    copy = services.change_release(release=copy, changes={"keywords": ["office"]}, **by)
    changes = queries.difference(copy)
    assert changes is not None
    found = {(change.part, change.deed, change.weight) for change in changes}
    assert found == {
        (copy.title, "changed", "cosmetic"),
        ("What a note is for", "changed", "content"),
        ("Further reading", "changed", "completion"),
        ("New", "added", "content"),
    }
    assert queries.change_class(changes) == "completion"


def test_a_first_edition_has_nothing_to_differ_from(draft: Release) -> None:
    assert queries.difference(draft) is None


def test_a_retired_course_is_offered_no_longer(cast: Cast, published_course: Course, now: datetime) -> None:
    services.retire_course(course=published_course, actor=cast.publisher, at=now)
    services.retire_course(course=published_course, actor=cast.publisher, at=now)
    assert FactRow.objects.filter(kind="courses.CourseRetired").count() == 1
    assert published_course.current is not None
    published_course.current.refresh_from_db()
    assert published_course.current.state == Release.State.RETIRED
