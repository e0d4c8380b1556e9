"""Assessments: one answer, and a whole attempt."""

import re
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from assessments.attempts import services
from assessments.papers.models import PaperVersion
from courses.authoring.models import Resource
from courses.learning.models import Enrolment
from courses.learning.queries import ATTEMPT_CONTEXT, attempt_context_id
from igot.kernel.clock import now
from tests.benchmarks.browser import Failed
from tests.benchmarks.registry import Visit, visited

if TYPE_CHECKING:
    from tests.benchmarks.browser import Browser, Person
    from tests.benchmarks.ground import Ground

QUESTIONS = 10
ANSWERING, SITTING = 200, 4_000
_ASKED = re.compile(rb'type="(radio|checkbox|text)" name="answer-(\d+)"|type="(text)" name="answer-(\d+)"')


@visited
def assessment_answer(ground: "Ground") -> Visit:
    """One answer to a question of an attempt that is under way."""
    open_, at = [], now()
    for person, enrolment, key in _contexts(ground, ANSWERING):
        attempt = services.start(
            learner=enrolment.learner, version=Resource.objects.get(module__release=enrolment.release, key=key).paper,
            context_kind=ATTEMPT_CONTEXT, context_id=attempt_context_id(enrolment, key), title="Bench", at=at,
        )  # fmt: skip
        places = list(
            attempt.questions.filter(question__kind__in=["single", "true_false"]).values_list("place", flat=True)
        )
        open_.append((person, f"/api/v1/attempts/{attempt.public_id}/answers/", places))

    async def visit(browser: "Browser", number: int) -> None:
        person, path, places = open_[number % len(open_)]
        place = places[number // len(open_) % len(places)]
        body = {"response": ["1"], "sequence": number + 1}
        answer = await browser.call("PUT", f"{path}{place}/", person, body)
        if b'"receipt"' not in answer.body:
            raise Failed(f"no receipt: {answer.body[:200]!r}")

    return visit


@visited
def assessment_attempt(ground: "Ground") -> Visit:
    """A whole attempt: begin, read the questions, ten answers, hand in, see the result."""
    contexts = _contexts(ground, SITTING, order="-pk")

    async def visit(browser: "Browser", number: int) -> None:
        person, enrolment, key = contexts[number % len(contexts)]
        begun = await browser.post(f"/learn/{enrolment.public_id}/{key}/attempt/", person)
        page = await browser.get(begun.location, person, holds=b"data-attempt")
        attempt = begun.location.strip("/").rpartition("/")[2]
        kinds: dict[str, Any] = {}
        for one in _ASKED.finditer(page.body):
            kinds.setdefault((one[2] or one[4]).decode(), (one[1] or one[3]).decode())
        if len(kinds) != QUESTIONS:
            raise Failed(f"{len(kinds)} questions on {begun.location}")
        for place, kind in kinds.items():
            body = {"response": "1" if kind == "text" else ["1"], "sequence": 1}
            await browser.call("PUT", f"/api/v1/attempts/{attempt}/answers/{place}/", person, body)
        handed = await browser.post(f"/attempts/{attempt}/submit/", person)
        await browser.get(handed.location, person, holds=b"exam-verdict")

    return visit


def _contexts(ground: "Ground", count: int, *, order: str = "pk") -> "list[tuple[Person, Enrolment, Any]]":
    """Enrolments with a paper of ten questions that was not sat yet, each with its learner signed in; those who answer
    and those who sit a whole attempt are taken from the two ends.
    """
    papers = PaperVersion.objects.annotate(questions=Count("sections__items")).filter(questions=QUESTIONS)
    rooms = dict(Resource.objects.filter(paper__in=papers.values("pk")).values_list("module__release", "key"))
    found = Enrolment.objects.filter(release__in=rooms, state__in=["enrolled", "in_progress"]).select_related(
        "learner__organisation", "release"
    )
    chosen = list(found.order_by(order)[:count])
    people = {one.learner_id: one.learner for one in chosen}
    signed_in = {person.id: person for person in ground.sign_in(people.values())}
    return [(signed_in[one.learner_id], one, rooms[one.release_id]) for one in chosen]
