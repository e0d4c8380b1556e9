"""A bank with a question of each kind, a published paper, and ways to answer it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from assessments.attempts import queries
from assessments.attempts import services as attempts
from assessments.attempts.models import Attempt, AttemptQuestion
from assessments.bank import services as bank
from assessments.bank.models import QuestionVersion
from assessments.papers import services as papers
from assessments.papers.models import PaperVersion
from competencies.framework.models import Competency
from competencies.framework.queries import by_codes
from competencies.framework.services import import_framework
from igot.kernel.clock import now as present
from tests.cast import Cast
from tests.courses.conftest import FRAMEWORK

CONTEXT = {"context_kind": "tests.desk", "context_id": "desk-1", "title": "Noting and drafting"}
RIGHT: dict[str, Any] = {
    "single": ["b"],
    "multiple": ["a", "c"],
    "true_false": ["true"],
    "numeric": "1,50,000",
    "fill": " Noting ",
}
SECRET = "Secret explanation"


@pytest.fixture
def questions(cast: Cast, now: datetime) -> list[QuestionVersion]:
    """One question of each kind in the bank of the institute."""

    def add(kind: str, stem: str, options: list[str], key: dict[str, Any], hindi: str = "") -> QuestionVersion:
        return bank.add_question(
            organisation=cast.istm,
            kind=kind,
            stem=stem,
            options=[{"id": "abcd"[place], "text": text} for place, text in enumerate(options)],
            key=key,
            explanation=f"{SECRET} of {kind}",
            translations={"hi": {"stem": hindi}} if hindi else {},
            actor=cast.creator,
            at=now,
        )

    return [
        add(
            "single",
            "What is a note for?",
            ["A diary", "Disposal of the case", "Decoration"],
            {"options": ["b"]},
            "टिप्पणी किसलिए?",
        ),
        add("multiple", "Which belong on a file?", ["Notes", "Tea", "Correspondence"], {"options": ["a", "c"]}),
        add("true_false", "A draft is put up for approval.", [], {"options": ["true"]}),
        add("numeric", "How many rupees?", [], {"number": 150000, "tolerance": 0}),
        add("fill", "Writing on a file is called ____.", [], {"texts": ["noting", "टिप्पण"]}),
    ]


@pytest.fixture
def competency(cast: Cast, now: datetime) -> Competency:
    """An approved functional competency, Noting."""
    import_framework(data=FRAMEWORK, organisation=cast.goi, actor=None, at=now)
    return by_codes(["FUN-001"])["FUN-001"]


@pytest.fixture
def make_paper(cast: Cast, now: datetime, questions: list[QuestionVersion]) -> Callable[..., PaperVersion]:
    """`make_paper(minutes=30, ...)`: a published paper of the five questions, two marks each."""

    def made(**settings: Any) -> PaperVersion:
        values = {"title": "End assessment", "minutes": 30, "attempts_allowed": 2, **settings}
        version = papers.create_paper(organisation=cast.istm, actor=cast.creator, at=now, **values)
        papers.set_items(version=version, items=[(question, 2) for question in questions], actor=cast.creator, at=now)
        return papers.publish_paper(version=version, actor=cast.creator, at=now)

    return made


@pytest.fixture
def paper(make_paper: Callable[..., PaperVersion]) -> PaperVersion:
    """A published paper with a time limit and two attempts."""
    return make_paper()


@pytest.fixture
def begin(cast: Cast, now: datetime, paper: PaperVersion, scope_everywhere: None) -> Callable[..., Attempt]:
    """Begin an attempt of the learner's."""

    def begun(**changes: Any) -> Attempt:
        values = {"learner": cast.learner, "version": paper, "at": now, **CONTEXT, **changes}
        return attempts.start(**values)

    return begun


@pytest.fixture
def attempt(begin: Callable[..., Attempt]) -> Attempt:
    """An attempt under way since noon."""
    return begin()


@pytest.fixture
def live(begin: Callable[..., Attempt]) -> Attempt:
    """An attempt under way by the real clock, for pages and the API, which read it themselves."""
    return begin(at=present() - timedelta(seconds=5))


def places(attempt: Attempt) -> dict[str, int]:
    """Where the question of each kind stands in the attempt."""
    return {asked.question.kind: asked.place for asked in attempt.questions.select_related("question")}


def all_right(attempt: Attempt) -> dict[int, Any]:
    """The right answer to every question, by place."""
    return {place: RIGHT[kind] for kind, place in places(attempt).items()}


def answers_of(attempt: Attempt) -> dict[int, AttemptQuestion]:
    """By place: the questions that were answered, with the answer that counts."""
    return {asked.place: asked for asked in queries.questions_of(attempt) if asked.sequence}
