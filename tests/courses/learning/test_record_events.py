"""Reported events are folded on the server: any order, any repetition, nothing implausible."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.learning import services
from courses.learning.models import CompletionDecision, Enrolment, ProgressEvent, ResourceProgress
from igot.journal.models import FactRow
from igot.kernel.errors import Refused
from tests.courses.learning.conftest import event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scope_everywhere")]


def record(enrolment, events, at):
    return [answer["verdict"] for answer in services.record_events(enrolment=enrolment, events=events, at=at)]


def progress(enrolment):
    return ResourceProgress.objects.get(enrolment=enrolment)


def test_ninety_per_cent_of_a_video_complete_it(make_course, begin, only, now):
    enrolment = begin(make_course("video"))
    video = only(enrolment)
    record(enrolment, [event(video, "open")], now)

    assert record(enrolment, [event(video, seq=2, ranges=[[0, 60]], position=60)], now + timedelta(seconds=40)) == [
        "accepted"
    ]
    assert progress(enrolment).completed_at is None
    assert record(enrolment, [event(video, seq=3, ranges=[[50, 90]], position=90)], now + timedelta(seconds=60)) == [
        "accepted"
    ]

    done = progress(enrolment)
    assert (done.covered, done.position) == ([[0, 90]], 90)
    assert done.completed_at == now + timedelta(seconds=60)
    enrolment.refresh_from_db()
    assert enrolment.state == Enrolment.State.COMPLETED
    assert enrolment.organisation_at == enrolment.organisation


def test_more_than_the_clock_allows_is_kept_and_flagged_and_completes_nothing(make_course, begin, only, now):
    enrolment = begin(make_course("video"))
    video = only(enrolment)
    record(enrolment, [event(video, "open")], now)

    assert record(enrolment, [event(video, seq=2, ranges=[[0, 100]])], now + timedelta(seconds=5)) == ["implausible"]
    row = progress(enrolment)
    assert (row.covered, row.implausible, row.completed_at) == ([], 1, None)
    assert ProgressEvent.objects.filter(verdict="implausible").count() == 1

    # Twice the wall time and ten seconds: 2 x 40 + 10.
    assert record(enrolment, [event(video, seq=3, ranges=[[0, 90]])], now + timedelta(seconds=40)) == ["accepted"]
    assert progress(enrolment).completed_at is not None


def test_a_fresh_session_has_its_own_clock(make_course, begin, only, now):
    enrolment = begin(make_course("video"))
    video = only(enrolment)
    record(enrolment, [event(video, "open")], now)
    later = now + timedelta(days=1)

    assert record(enrolment, [event(video, session="s2", ranges=[[0, 95]])], later) == ["implausible"]
    assert record(enrolment, [event(video, session="s2", seq=2, ranges=[[0, 10]])], later) == ["accepted"]


def test_resuming_is_at_the_second_of_the_session_opened_last(make_course, begin, only, now):
    enrolment = begin(make_course("video"))
    video = only(enrolment)
    record(enrolment, [event(video, "open", session="office")], now)
    record(enrolment, [event(video, session="office", seq=2, position=30)], now + timedelta(seconds=30))
    record(enrolment, [event(video, "open", session="phone")], now + timedelta(minutes=5))
    record(enrolment, [event(video, session="phone", seq=2, position=41)], now + timedelta(minutes=6))
    record(enrolment, [event(video, session="office", seq=1, position=12)], now + timedelta(minutes=7))
    assert progress(enrolment).position == 41


def test_each_event_of_a_batch_is_answered(make_course, begin, only, now):
    enrolment = begin(make_course("video"))
    video = only(enrolment)
    good = event(video, ranges=[[0, 5]])
    batch = [
        good,
        good,
        {"id": "x"},
        {**event(video), "kind": "jump"},
        {**event(video), "resource": str(uuid.uuid4())},
        {**event(video), "ranges": [[9, 3]]},
        {**event(video), "at": "yesterday"},
        "nothing",
    ]
    answers = services.record_events(enrolment=enrolment, events=batch, at=now)
    assert [one["verdict"] for one in answers] == ["accepted", "duplicate"] + ["rejected"] * 6
    assert all(one["reason"] for one in answers[2:])


def test_more_than_five_hundred_events_at_once_are_refused(make_course, begin, only, now):
    enrolment = begin(make_course("video"))
    with pytest.raises(Refused):
        services.record_events(enrolment=enrolment, events=[event(only(enrolment))] * 501, at=now)


def test_a_page_completes_once_it_was_open_for_a_plausible_time(make_course, begin, only, now):
    enrolment = begin(make_course("page"))
    page = only(enrolment)
    # 300 words at 240 a minute are 75 seconds; a fifth of it is 15.
    record(enrolment, [event(page, "open")], now)
    record(enrolment, [event(page, "ping", seq=2)], now + timedelta(seconds=14))
    assert progress(enrolment).completed_at is None
    record(enrolment, [event(page, "ping", seq=3)], now + timedelta(seconds=15))
    assert progress(enrolment).completed_at is not None


def test_time_away_from_a_page_does_not_count(make_course, begin, only, now):
    enrolment = begin(make_course("page"))
    page = only(enrolment)
    record(enrolment, [event(page, "open")], now)
    record(enrolment, [event(page, "open", session="s2")], now + timedelta(days=1))
    assert progress(enrolment).seconds_present == 0


def test_saying_it_is_read_too_soon_is_refused_with_the_seconds_that_are_missing(make_course, begin, only, now):
    enrolment = begin(make_course("page"))
    page = only(enrolment)
    services.open_resource(enrolment=enrolment, resource=page.key, session="", at=now)

    missing = services.confirm(enrolment=enrolment, resource=page.key, at=now + timedelta(seconds=6))
    assert missing == timedelta(seconds=9)
    assert progress(enrolment).completed_at is None
    assert not services.confirm(enrolment=enrolment, resource=page.key, at=now + timedelta(seconds=15))
    assert progress(enrolment).completed_at is not None


def test_a_document_needs_ten_seconds_and_a_link_to_be_followed(make_course, begin, now):
    from courses.authoring.models import Resource

    enrolment = begin(make_course("pdf", "link"))
    pdf, link = Resource.objects.filter(module__release=enrolment.release_id).order_by("place")
    services.open_resource(enrolment=enrolment, resource=pdf.key, session="", at=now)
    services.open_resource(enrolment=enrolment, resource=link.key, session="", at=now)
    assert services.confirm(enrolment=enrolment, resource=pdf.key, at=now + timedelta(seconds=4)) == timedelta(
        seconds=6
    )
    assert not services.confirm(enrolment=enrolment, resource=pdf.key, at=now + timedelta(seconds=10))
    assert not services.confirm(enrolment=enrolment, resource=link.key, at=now + timedelta(seconds=11))
    enrolment.refresh_from_db()
    assert enrolment.state == Enrolment.State.COMPLETED


def test_a_video_is_not_completed_by_saying_so(make_course, begin, only, now):
    enrolment = begin(make_course("video"))
    with pytest.raises(Refused):
        services.confirm(enrolment=enrolment, resource=only(enrolment).key, at=now)


def test_the_first_thing_done_starts_the_learning_once(make_course, begin, only, now):
    enrolment = begin(make_course("video"))
    for second in range(3):
        record(enrolment, [event(only(enrolment), "ping", seq=second)], now + timedelta(seconds=second))
    assert FactRow.objects.filter(kind="courses.LearningStarted").count() == 1


def test_an_ordinary_write_takes_four_statements(make_course, begin, only, now):
    enrolment = begin(make_course("video", "page"))
    video = only(enrolment)
    record(enrolment, [event(video, "open")], now)
    with CaptureQueriesContext(connection) as captured:
        record(enrolment, [event(video, seq=2, ranges=[[0, 10]], position=10)], now + timedelta(seconds=10))
    statements = [one["sql"] for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) <= 4, statements


@pytest.fixture
def property_course(make_course):
    """One course for all examples of a property, and its video."""
    from courses.authoring.models import Resource

    course = make_course("video")
    return course, Resource.objects.get(module__release=course.current_id)


RANGES = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted), max_size=3)
REPORTS = st.lists(
    st.fixed_dictionaries({"ranges": RANGES, "position": st.integers(0, 100), "session": st.sampled_from(["a", "b"])}),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports=REPORTS, data=st.data())
def test_any_order_and_repetition_gives_the_same_state(property_course, now, cast, reports, data):
    """The devices' events arrive shuffled, cut into batches, some of them again; what is known afterwards is the
    same.
    """
    course, video = property_course
    states = []
    for shuffled in (False, True):
        learner = cast.person(f"p{uuid.uuid4().hex[:10]}", cast.dopt)
        enrolment = services.enrol(learner=learner, course=course, at=now)
        for session in "ab":
            record(
                enrolment, [event(video, "open", seq=0, session=session)], now + timedelta(seconds=ord(session) - 97)
            )
        events = [event(video, seq=number, **report) for number, report in enumerate(reports, start=1)]
        if shuffled:
            events = data.draw(st.permutations(events + data.draw(st.lists(st.sampled_from(events), max_size=4))))
        size = data.draw(st.integers(1, 4)) if shuffled else len(events)
        for start in range(0, len(events), size):
            record(enrolment, events[start : start + size], now + timedelta(seconds=100 + start))
        row = ResourceProgress.objects.get(enrolment=enrolment)
        states.append((row.covered, row.position, row.implausible, row.completed_at is not None))
    assert states[0] == states[1]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports=REPORTS, gaps=st.lists(st.integers(0, 30), min_size=6, max_size=6))
def test_no_more_is_believed_than_the_clock_allows_and_a_replay_agrees(property_course, now, cast, reports, gaps):
    course, video = property_course
    enrolment = services.enrol(learner=cast.person(f"p{uuid.uuid4().hex[:10]}", cast.dopt), course=course, at=now)
    at = now
    for number, report in enumerate(reports):
        at += timedelta(seconds=gaps[number])
        record(enrolment, [event(video, seq=number, **report)], at)
    before = ResourceProgress.objects.get(enrolment=enrolment)
    began = (
        ProgressEvent.objects.filter(enrolment=enrolment, learner=enrolment.learner)
        .order_by("received_at")[0]
        .received_at
    )
    covered = sum(high - low for low, high in before.covered)
    assert covered <= 2 * (at - began).total_seconds() + 10

    services.recheck(enrolment=enrolment, at=at)
    after = ResourceProgress.objects.get(enrolment=enrolment)
    fields = ("covered", "position", "implausible", "seconds_present", "completed_at")
    assert [getattr(before, name) for name in fields] == [getattr(after, name) for name in fields]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_finish_the_same_course_once(make_course, begin, only, now):
    """Both threads send what completes the course; there is one verdict, one certificate, one set of facts."""
    from courses.certificates.models import Certificate
    from igot.kernel.tenancy import everywhere

    enrolment = begin(make_course("video"))
    video = only(enrolment)
    record(enrolment, [event(video, "open", session="1")], now)
    record(enrolment, [event(video, "open", session="2")], now)
    ready, failures = threading.Barrier(2), []

    def tab(session: str) -> None:
        try:
            with everywhere():
                ready.wait(timeout=20)
                for second in range(5):
                    batch = [event(video, session=session, seq=second + 2, ranges=[[0, 95]], position=95)]
                    record(enrolment, batch, now + timedelta(seconds=90 + second))
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    tabs = [threading.Thread(target=tab, args=(session,)) for session in "12"]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join(timeout=60)

    assert not failures
    assert CompletionDecision.objects.filter(enrolment=enrolment).count() == 1
    assert Certificate.objects.filter(enrolment=enrolment).count() == 1
    for kind in ("courses.CourseCompleted", "courses.CertificateIssued", "courses.LearningStarted"):
        assert FactRow.objects.filter(kind=kind).count() == 1
    assert FactRow.objects.filter(kind="competencies.EvidenceRecorded").count() == 1
