"""Every page of the main journey, as the person it is for sees it: axe finds nothing serious, nothing overflows a
phone, the policy blocks nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.urls import resolve, reverse
from playwright.sync_api import BrowserContext, Page

from assessments.attempts import services as attempts
from assessments.attempts.models import Attempt
from capacity_plans.plans import services as plans
from capacity_plans.plans.models import PlanVersion
from courses.authoring.models import Course, Release, Resource
from courses.certificates.models import Certificate
from courses.learning import services as learning
from courses.learning.models import Enrolment
from courses.learning.queries import ATTEMPT_CONTEXT, attempt_context_id
from igot.accounts.models import User
from igot.approvals import queries as requests
from igot.approvals import services as approvals
from igot.approvals.models import Request
from igot.kernel.clock import FinancialYear, day_in_india
from igot.kernel.tenancy import everywhere
from tests.cast import Cast
from tests.courses.conftest import competency, make_draft, paper, publish, uploads  # noqa: F401
from tests.e2e.material import course, now  # noqa: F401
from tests.trial import on_trial, typed_by_people, untranslated  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenBrowser = Callable[..., BrowserContext]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
RIGHT = {"What is a note for?": ["b"], "Who signs it?": ["a"]}


class Place(NamedTuple):
    """A page, and whose."""

    user: User | None
    path: str


@pytest.fixture
def places(
    cast: Cast,
    now: datetime,  # noqa: F811
    course: Course,  # noqa: F811
    make_draft: Callable[..., Release],  # noqa: F811
    drain: Callable[[], int],
) -> list[Place]:
    """All of them, with something on each: two plans, a draft course, an attempt that runs and one that is over."""
    with everywhere():
        enrolment, certificate, running = _learned(cast, course, now)
        over = Attempt.objects.get(learner=cast.learner)
        plan, drafted, asked = _planned(cast, course, now)
        draft = make_draft(title="Answering a Grievance", assessment=False)
        drain()
        release = course.current
        keys = dict(Resource.objects.filter(module__release=release).values_list("kind", "key"))
        page = Resource.objects.filter(module__release=draft).first()
    mine, theirs = [draft.course.public_id], ["istm", draft.course.public_id]
    used = release.modules.last().resources.get(kind="assessment").paper
    question = used.sections.first().items.first().question
    of: dict[User | None, list[str]] = {
        None: [reverse("verify", args=[certificate.serial])],
        cast.learner: [
            *(reverse(name) for name in ("home", "my_learning", "catalogue", "certificates", "passbook")),
            *(reverse(name) for name in ("competency_list", "my_assignments", "notices", "notice_settings")),
            reverse("course", args=[course.slug]),
            *(reverse("learn_resource", args=[enrolment.public_id, keys[kind]]) for kind in keys),
            reverse("why", args=[enrolment.public_id]),
            reverse("attempt_result", args=[over.public_id]),
        ],
        cast.learner2: [reverse("attempt", args=[running.public_id])],
        cast.manager: [
            reverse("plan_list", args=["dopt"]),
            reverse("plan", args=["dopt", drafted.plan.public_id]),
            reverse("plan_item_new", args=["dopt", drafted.plan.public_id]),
            reverse("plan_item", args=["dopt", drafted.plan.public_id, drafted.items.get().key]),
        ],
        cast.leader: [
            reverse("plan", args=["dopt", plan.plan.public_id]),
            reverse("plan_progress", args=["dopt", plan.plan.public_id]),
            reverse("plan_people", args=["dopt", plan.plan.public_id]),
        ],
        cast.reviewer: [reverse("approvals"), reverse("approval", args=[asked.public_id])],
        cast.creator: [
            reverse("course_admin_list", args=["istm"]),
            *(reverse(name, args=theirs) for name in ("course_edit", "course_details", "course_competencies")),
            reverse("resource_edit", args=[*theirs, page.key]),
            reverse("course_preview", args=["istm", *mine]),
            reverse("question_list", args=["istm"]),
            reverse("question_edit", args=["istm", question.question.public_id]),
            reverse("paper_edit", args=["istm", used.paper.public_id]),
        ],
        cast.admin: [
            *(reverse(name, args=["dopt"]) for name in ("people", "imports", "exports", "organisation", "grant_list")),
            *(reverse(name, args=["dopt"]) for name in ("client_list", "designations", "organisation_home")),
        ],
    }
    return [Place(user, path) for user, paths in of.items() for path in paths]


def _learned(cast: Cast, course: Course, now: datetime) -> tuple[Enrolment, Certificate, Attempt]:  # noqa: F811
    """One learner completed the course and has a certificate; another sits at the assessment."""
    enrolment = learning.enrol(learner=cast.learner, course=course, at=now - timedelta(minutes=9))
    resources = Resource.objects.filter(module__release=course.current_id)
    kinds: dict[str, dict[str, Any]] = {"page": {"kind": "ping"}, "video": {"kind": "play", "ranges": [[0, 4]]}}
    for seq, at in enumerate((now - timedelta(minutes=9), now)):
        events = [
            {"id": str(uuid4()), "resource": str(each.key), "session": "s", "seq": seq, **kinds[each.kind]}
            for each in resources.filter(kind__in=kinds)
        ]
        learning.record_events(enrolment=enrolment, events=events, at=at)
    exam = resources.get(kind="assessment")
    over = _start(exam, enrolment, now)
    answers = {asked.place: RIGHT[asked.question.stem] for asked in over.questions.select_related("question")}
    attempts.submit(attempt=over, answers=answers, at=now)
    other = learning.enrol(learner=cast.learner2, course=course, at=now)
    return enrolment, Certificate.objects.get(), _start(exam, other, now)


def _start(exam: Resource, enrolment: Enrolment, now: datetime) -> Attempt:  # noqa: F811
    return attempts.start(
        learner=enrolment.learner,
        version=exam.paper,
        context_kind=ATTEMPT_CONTEXT,
        context_id=attempt_context_id(enrolment, exam.key),
        title=exam.title,
        at=now,
    )


def _planned(cast: Cast, course: Course, now: datetime) -> tuple[PlanVersion, PlanVersion, Request]:  # noqa: F811
    """A plan in force, one in the making, and one that waits for the Commission."""
    today = day_in_india(now)
    by: dict[str, Any] = {"actor": cast.manager, "at": now}
    versions = []
    for kind in ("annual", "special", "induction"):
        version = plans.draft_plan(
            organisation=cast.dopt, year=FinancialYear.of(today).start, kind=kind, title=f"The {kind} plan", **by
        )
        plans.add_item(version=version, course=course, due_on=today, audience={"everyone": True}, **by)
        versions.append(version)
    in_force, drafted, waiting = versions
    for version in (in_force, waiting):
        plans.submit_plan(version=version, **by)
    approvals.approve(request=_request(in_force), actor=cast.reviewer, at=now)
    in_force.refresh_from_db()
    plans.publish_plan(version=in_force, actor=cast.leader, at=now)
    return in_force, drafted, _request(waiting)


def _request(version: PlanVersion) -> Request:
    return requests.history("capacity_plans.plan", version.public_id)[0]


# Pages that show more here than in the sweep, where they stand nearly empty.
FULL = {"home", "learn_resource", "attempt", "attempt_result", "plan_progress", "plan_people", "why", "approval"}


@pytest.mark.parametrize(("theme", "language"), [("dark", "hi")])
def test_axe_and_a_narrow_screen_find_nothing_wrong(
    places: list[Place],
    open_browser: OpenBrowser,
    findings: Callable[[Page], list[str]],
    complaints: Callable[[Page], list[str]],
    theme: str,
    language: str,
) -> None:
    wrong: list[str] = []
    pages: dict[User | None, tuple[Page, list[str]]] = {}
    for user, path in places:
        if resolve(path).url_name not in FULL:
            continue
        if user not in pages:
            page = open_browser(user, theme=theme, language=language).new_page()
            pages[user] = page, complaints(page)
        page, said = pages[user]
        page.set_viewport_size({"width": 320, "height": 700})
        answer = page.goto(path)
        assert answer is not None and answer.status == 200, path
        wrong += [f"{path}: wider than 320 px"] if page.evaluate(OVERFLOW) > 0 else []
        page.set_viewport_size({"width": 1280, "height": 850})
        wrong += [f"{path}: {line}" for line in findings(page)]
        wrong += [f"{path}: console: {line}" for line in said]
        said.clear()
    assert not wrong, "\n".join(wrong)


def test_a_longer_and_a_mirrored_language_fit_a_phone_and_scripts_speak_it(
    places: list[Place],
    open_browser: OpenBrowser,
    on_trial: None,  # noqa: F811
) -> None:
    data, wrong = typed_by_people(), []
    for language, direction in (("en-xa", "ltr"), ("ur", "rtl")):
        pages: dict[User | None, Page] = {}
        for user, path in (
            places if language == "en-xa" else places[:20]
        ):  # the last pages differ in no part of the frame
            page = pages.get(user) or open_browser(user, width=320, language=language).new_page()
            pages[user] = page
            page.goto(path)
            assert page.evaluate("document.documentElement.dir") == direction, path
            wrong += [f"{path} in {language}: wider than 320 px"] if page.evaluate(OVERFLOW) > 0 else []
            if language == "en-xa":
                wrong += [f"{path}: {said}" for said in untranslated(page.content(), data)]
    assert not wrong, "\n".join(wrong)
