"""The learners' pages: the player without JavaScript, my learning, why not complete, and who gets in."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.attempts.models import Attempt
from courses.authoring.models import Resource
from courses.certificates.models import Certificate
from courses.learning import services
from courses.learning.models import Enrolment, ResourceProgress
from tests.courses.learning.conftest import event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scope_everywhere")]


@pytest.fixture
def enrolment(cast, now, published_course):
    return services.enrol(learner=cast.learner, course=published_course, at=now)


@pytest.fixture
def resources(enrolment):
    return list(Resource.objects.filter(module__release=enrolment.release_id).order_by("module__place", "place"))


def at(name, enrolment, *more):
    return reverse(name, args=[enrolment.public_id, *more])


def test_enrolling_leads_into_the_course_and_twice_is_once(cast, sign_in, published_course):
    client = sign_in(cast.learner)
    for _press in range(2):
        answer = client.post(reverse("enrol", args=[published_course.slug]), follow=True)
        assert answer.status_code == 200
        assert b"What a note is for" in answer.content
    assert Enrolment.objects.count() == 1


def test_a_course_one_may_not_see_cannot_be_enrolled_in(cast, sign_in, make_draft, publish):
    course = publish(make_draft(title="Inner circle", visibility="subtree"))
    assert sign_in(cast.stranger).post(reverse("enrol", args=[course.slug])).status_code == 404


@pytest.mark.parametrize("name", ["learn", "why", "learn_withdraw"])
def test_a_stranger_and_a_colleague_get_not_found(cast, sign_in, enrolment, name):
    for other in (cast.stranger, cast.learner2, cast.admin):
        assert sign_in(other).get(at(name, enrolment)).status_code == 404
    assert sign_in(None).get(at(name, enrolment)).status_code == 302


def test_nobody_else_reports_or_reads_in_somebodys_course(cast, sign_in, enrolment, resources):
    key = resources[0].key
    for other in (cast.stranger, cast.learner2):
        client = sign_in(other)
        assert client.get(at("learn_resource", enrolment, key)).status_code == 404
        for name, more in [
            ("learn_done", [key]),
            ("learn_attempt", [key]),
            ("learn_events", []),
            ("learn_recheck", []),
        ]:
            assert client.post(at(name, enrolment, *more), "{}", content_type="application/json").status_code == 404


def test_the_page_is_shown_with_outline_and_in_the_readers_language(cast, sign_in, enrolment, resources, settings):
    client = sign_in(cast.learner)
    answer = client.get(at("learn_resource", enrolment, resources[0].key))
    text = answer.content.decode()
    assert "for a decision" in text and "Further reading" in text
    assert text.count("<h1") == 1

    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "hi"
    hindi = client.get(at("learn_resource", enrolment, resources[0].key)).content.decode()
    assert "टिप्पणी किसलिए" in hindi and "निर्णय" in hindi
    assert '<article class="prose" lang="hi">' in hindi


def test_opening_the_course_again_leads_to_where_one_was(cast, sign_in, enrolment, resources):
    client = sign_in(cast.learner)
    client.get(at("learn_resource", enrolment, resources[1].key))
    assert client.get(at("learn", enrolment)).url == at("learn_resource", enrolment, resources[1].key)


def test_saying_read_too_soon_is_refused_politely_and_later_accepted(cast, sign_in, enrolment, resources):
    client, key = sign_in(cast.learner), resources[0].key
    client.get(at("learn_resource", enrolment, key))
    answer = client.post(at("learn_done", enrolment, key))
    assert answer.status_code == 422
    assert "more second" in answer.content.decode()

    ResourceProgress.objects.filter(enrolment=enrolment, resource=key).update(seconds_present=5)
    assert client.post(at("learn_done", enrolment, key)).status_code == 302
    assert ResourceProgress.objects.get(enrolment=enrolment, resource=key).completed_at


def test_the_player_reports_and_is_told_what_is_complete(cast, sign_in, enrolment, resources):
    client, page = sign_in(cast.learner), resources[0]
    client.get(at("learn_resource", enrolment, page.key))
    ResourceProgress.objects.update(seconds_present=5)
    body = json.dumps({"events": [event(page, "ping"), {"id": "none"}]})
    told = client.post(at("learn_events", enrolment), body, content_type="application/json").json()
    assert [one["verdict"] for one in told["answers"]] == ["accepted", "rejected"]
    assert told["completed"] == [str(page.key)]
    assert told["percent"] == 50


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"events": 3}'])
def test_a_malformed_report_is_refused_with_a_reason(cast, sign_in, enrolment, body):
    answer = sign_in(cast.learner).post(at("learn_events", enrolment), body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["detail"]


def finish_reading(enrolment, page, now):
    services.open_resource(enrolment=enrolment, resource=page.key, session="", at=now)
    services.confirm(enrolment=enrolment, resource=page.key, at=now + timedelta(seconds=60))


def test_passing_the_assessment_completes_the_course_in_the_submits_transaction(
    cast, sign_in, enrolment, resources, now
):
    from assessments.attempts import services as attempts

    finish_reading(enrolment, resources[0], now)
    client, key = sign_in(cast.learner), resources[2].key
    page = client.get(at("learn_resource", enrolment, key)).content.decode()
    assert "Start the assessment" in page and "3 of 3" in page

    client.post(at("learn_attempt", enrolment, key))
    attempt = Attempt.objects.get()
    assert client.post(at("learn_attempt", enrolment, key)).url == reverse("attempt", args=[attempt.public_id])
    answers = {asked.place: asked.question.key["options"] for asked in attempt.questions.select_related("question")}
    attempts.submit(attempt=attempt, answers=answers, at=attempt.started_at + timedelta(minutes=5))

    enrolment.refresh_from_db()
    assert enrolment.state == Enrolment.State.COMPLETED
    certificate = Certificate.objects.get(enrolment=enrolment)
    assert certificate.snapshot["competencies"][0]["level"] == 2
    done = client.get(at("learn_resource", enrolment, key)).content.decode()
    assert "You have completed this course" in done and "passed" in done


def test_a_failed_attempt_completes_nothing_and_can_be_tried_again(cast, sign_in, enrolment, resources, now):
    from assessments.attempts import services as attempts

    finish_reading(enrolment, resources[0], now)
    client, key = sign_in(cast.learner), resources[2].key
    client.post(at("learn_attempt", enrolment, key))
    attempts.submit(attempt=Attempt.objects.get(), answers={}, at=Attempt.objects.get().started_at)
    page = client.get(at("learn_resource", enrolment, key)).content.decode()
    assert "Try again" in page and "2 of 3" in page
    enrolment.refresh_from_db()
    assert enrolment.state == Enrolment.State.IN_PROGRESS
    assert ResourceProgress.objects.get(enrolment=enrolment, resource=key).score == 0


def test_why_not_complete_lists_each_criterion_and_rechecking_shows_before_and_after(
    cast, sign_in, enrolment, resources, now
):
    finish_reading(enrolment, resources[0], now)
    client = sign_in(cast.learner)
    text = client.get(at("why", enrolment)).content.decode()
    assert "to be passed" in text and "Not opened yet" in text and "Further reading" in text
    again = client.post(at("learn_recheck", enrolment), follow=True).content.decode()
    assert "50% before, 50% now" in again


def test_a_recheck_completes_what_the_events_suffice_for(cast, enrolment, resources, now):
    finish_reading(enrolment, resources[0], now)
    ResourceProgress.objects.filter(enrolment=enrolment).update(completed_at=None, seconds_present=0)
    found = services.recheck(enrolment=enrolment, at=now + timedelta(hours=1))
    assert (found.before, found.after, found.completed) == (0, 50, 1)


def test_giving_up_without_a_reason_keeps_the_form_and_with_one_works(cast, sign_in, enrolment):
    client = sign_in(cast.learner)
    assert client.post(at("learn_withdraw", enrolment), {"reason": " "}).status_code == 422
    assert client.post(at("learn_withdraw", enrolment), {"reason": "No time"}).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.state == Enrolment.State.WITHDRAWN
    assert client.get(at("learn_resource", enrolment, enrolment.public_id)).url == reverse(
        "course", args=[enrolment.course.slug]
    )


def test_my_learning_shows_states_searches_and_says_what_to_do_when_empty(cast, sign_in, enrolment):
    client = sign_in(cast.learner)
    url = reverse("my_learning")
    assert "Noting and Drafting" in client.get(url).content.decode()
    assert "Noting and Drafting" in client.get(url, {"q": "drafting"}).content.decode()
    assert "No course of yours matches" in client.get(url, {"q": "xylophone"}).content.decode()
    assert "Nothing here yet" in client.get(url, {"state": "completed"}).content.decode()
    assert "Noting and Drafting" not in sign_in(cast.learner2).get(url).content.decode()


@pytest.mark.parametrize("kind", ["video", "audio", "pdf", "link"])
def test_every_kind_of_resource_has_its_player(cast, sign_in, make_course, begin, *, only, kind):
    enrolment = begin(make_course(kind))
    answer = sign_in(cast.learner).get(at("learn_resource", enrolment, only(enrolment).key))
    assert answer.status_code == 200
    wanted = {"video": "<video", "audio": "<audio", "pdf": "Open the document", "link": "Open the link"}[kind]
    assert wanted in answer.content.decode()


def test_the_player_resumes_at_the_second(cast, sign_in, make_course, begin, *, only, now):
    enrolment = begin(make_course("video"))
    video = only(enrolment)
    services.record_events(enrolment=enrolment, events=[event(video, position=42)], at=now)
    text = sign_in(cast.learner).get(at("learn_resource", enrolment, video.key)).content.decode()
    assert "#t=42" in text and "0:42" in text


def test_the_pages_stay_within_their_query_budgets(cast, sign_in, enrolment, resources, assert_queries):
    client = sign_in(cast.learner)
    client.get(reverse("my_learning"))
    with assert_queries("my_learning"):
        client.get(reverse("my_learning"))
    with assert_queries("learn_resource"):
        client.get(at("learn_resource", enrolment, resources[0].key))
    with assert_queries("why"):
        client.get(at("why", enrolment))
    body = json.dumps({"events": [event(resources[0], "ping")]})
    with assert_queries("learn_events"):
        client.post(at("learn_events", enrolment), body, content_type="application/json")
