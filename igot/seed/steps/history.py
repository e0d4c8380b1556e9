"""What some of the demo's people have learned since the plan came into force, so that charts show something."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from assessments.attempts import queries as attempts
from assessments.attempts import services as attempting
from capacity_plans.assignments.queries import due_for
from courses.authoring.queries import resources_of
from courses.learning import queries, services
from igot.accounts import queries as accounts
from igot.kernel.tenancy import subtree
from igot.organisations import queries as organisations
from igot.seed import people
from igot.seed.calendar import DemoCalendar
from igot.seed.steps import MissingPart
from igot.seed.steps.courses import provided

if TYPE_CHECKING:
    from assessments.bank.models import QuestionVersion
    from courses.authoring.models import Course, Resource
    from courses.learning.models import Enrolment
    from igot.accounts.models import User

EVENT_IDS = uuid.UUID("6f1c2d5e-7a43-4c1b-9a35-0d7a1f6be9c4")
# Places in the crowd: those who have done all that is mandatory for them, and those who have done one course.
DILIGENT = (3, 9, 12, 16, 26)
BEGINNERS = (6, 18, 29, 31, 37, 43)


def seed_history(*, at: datetime) -> str:
    """Let people enrol, read and take assessments since the plan's publication; who has begun is left alone."""
    courses, calendar, crowd = provided(), DemoCalendar(at), people.crowd()
    wanted = [(_person(people.LEARNER_WITH_HISTORY), [courses["e-office"]])]
    wanted += [(_person(crowd[place].email), [courses["e-office"]]) for place in BEGINNERS]
    diligent = [_person(crowd[place].email) for place in DILIGENT]
    for person in diligent:
        wanted.append((person, [one.assignment.course for one in due_for(person, at) if one.is_mandatory]))
    with subtree(organisations.root()):
        fresh = [(person, asked) for person, asked in wanted if not queries.my_learning(person).exists()]
        for number, (person, asked) in enumerate(fresh):
            for place, course in enumerate(asked):
                share = 0.2 + 0.7 * (place + number / len(fresh)) / len(asked)
                _take(person, course, at=calendar.since_publication(share))
        if fresh:
            asha = wanted[0][0]
            _take(asha, courses["noting-and-drafting"], at=calendar.since_publication(0.95), half=True)
    return f"{sum(len(asked) for _person, asked in fresh)} courses completed by {len(fresh)} people"


def _person(email: str) -> "User":
    found = accounts.by_email(email)
    if found is None:
        raise MissingPart(f"the history needs {email}: seed the people first")
    return found


def _take(learner: "User", course: "Course", *, at: datetime, half: bool = False) -> None:
    """Go through a course from `at` on, or through the first half of it."""
    enrolment = services.enrol(learner=learner, course=course, source="plan", at=at)
    resources = resources_of(enrolment.release)
    if half:
        resources = resources[: len(resources) // 2]
    clock = at
    for resource in resources:
        clock += timedelta(minutes=1)
        if resource.kind == "assessment":
            clock = _sit(enrolment, resource, clock)
        else:
            clock = _follow(enrolment, resource, clock)


def _follow(enrolment: "Enrolment", resource: "Resource", at: datetime) -> datetime:
    """Open a resource, stay as long as its author expects, leave; returns when."""
    seconds = (resource.asset.seconds if resource.asset else None) or resource.minutes * 60
    begin: dict[str, Any] = {"kind": "open", "seq": 1}
    end: dict[str, Any] = {"kind": "leave", "seq": 2}
    if resource.kind in ("video", "audio"):
        end = {"kind": "play", "seq": 2, "ranges": [[0, seconds]], "position": seconds}
    left = at + timedelta(seconds=seconds)
    for event, moment in ((begin, at), (end, left)):
        # The same id each time: what was told once is not told twice.
        event["id"] = str(uuid.uuid5(EVENT_IDS, f"{enrolment.public_id}:{resource.key}:{event['seq']}"))
        event |= {"resource": str(resource.key), "session": "seed", "at": moment.isoformat()}
        services.record_events(enrolment=enrolment, events=[event], at=moment)
    return left


def _sit(enrolment: "Enrolment", resource: "Resource", at: datetime) -> datetime:
    """Take the assessment and answer everything right; returns when it was handed in."""
    assert resource.paper is not None
    attempt = attempting.start(
        learner=enrolment.learner,
        version=resource.paper,
        context_kind=queries.ATTEMPT_CONTEXT,
        context_id=queries.attempt_context_id(enrolment, resource.key),
        title=resource.title,
        at=at,
    )
    answers = {asked.place: right_answer(asked.question) for asked in attempts.questions_of(attempt)}
    handed_in = at + timedelta(minutes=max(1, resource.minutes - 2))
    attempting.submit(attempt=attempt, answers=answers, at=handed_in)
    return handed_in


def right_answer(question: "QuestionVersion") -> Any:
    """The response that earns full marks."""
    key = question.key
    return key.get("options") or key.get("number") or key["texts"][0]
