"""Mark an attempt: feed the frozen paper and the answers that count to the scoring, write down what comes out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from assessments.attempts import store
from assessments.attempts.contexts import after_grading
from assessments.attempts.facts import AttemptGraded
from assessments.attempts.models import Attempt, AttemptQuestion
from assessments.grading.scoring import Item, Marking, Score, mark_paper
from assessments.papers.models import PaperVersion
from igot.journal.services import publish


def rules_of(version: PaperVersion) -> Marking:
    """The paper's rules, as the scoring understands them."""
    return Marking(
        negative_percent=version.negative_percent,
        partial_credit=version.partial_credit,
        by_section=version.pass_by == PaperVersion.PassBy.SECTION,
        pass_percent=version.pass_percent,
    )


def is_void(asked: AttemptQuestion) -> bool:
    """Whether a correction took the question out of the marking."""
    return asked.corrected is not None and asked.corrected["kind"] == "void"


def key_of(asked: AttemptQuestion) -> dict[str, Any]:
    """The key that counts: the corrected one where a correction is in force."""
    if asked.corrected is not None and not is_void(asked):
        return dict(asked.corrected["key"])
    return dict(asked.question.key)


def apply_score(attempt: Attempt, questions: Sequence[AttemptQuestion], score: Score) -> None:
    """Put a score into the attempt and its questions, unsaved."""
    for asked, outcome in zip(questions, score.outcomes, strict=True):
        asked.marks, asked.outcome = outcome.marks, outcome.outcome
    attempt.marks, attempt.max_marks = score.marks, score.max_marks
    attempt.percent, attempt.passed = score.percent, score.passed
    attempt.result = {**attempt.result, "sections": _sections(questions, score)}


def score_of(attempt: Attempt, questions: Sequence[AttemptQuestion]) -> Score:
    """What the questions, each with the `response` that counts, come to by the rules of the attempt's paper."""
    items = [
        Item(
            kind=asked.question.kind,
            key=key_of(asked),
            marks=asked.max_marks,
            section=asked.section_id,
            void=is_void(asked),
        )
        for asked in questions
    ]
    cut_offs = {asked.section_id: asked.section.cut_off_percent for asked in questions}
    return mark_paper(items, [asked.response for asked in questions], rules_of(attempt.version), cut_offs)


def mark(
    *, attempt: Attempt, questions: Sequence[AttemptQuestion], submitted_at: datetime, how: str, at: datetime
) -> None:
    """Mark an open attempt that the caller has locked, release its result and tell who waits for it.

    `questions`: all of them, each with the `response` that counts.
    """
    score = score_of(attempt, questions)
    apply_score(attempt, questions, score)
    attempt.state = Attempt.State.RELEASED
    attempt.submitted_at, attempt.submitted_how, attempt.released_at = submitted_at, how, at
    attempt.organisation_at = attempt.organisation
    store.release(attempt=attempt, questions=questions)
    publish(
        AttemptGraded(
            attempt=str(attempt.public_id), person=str(attempt.learner.public_id), context_kind=attempt.context_kind,
            context_id=attempt.context_id, passed=score.passed, percent=str(score.percent),
        ),
        organisation=attempt.organisation, actor=attempt.learner if how == "learner" else None, subject=attempt, at=at,
    )  # fmt: skip
    after_grading(attempt=attempt, at=at)


def _sections(questions: Sequence[AttemptQuestion], score: Score) -> list[dict[str, Any]]:
    titles = {asked.section_id: asked.section for asked in questions}
    return [
        {
            "section": str(titles[key].public_id), "title": titles[key].title, "translations": titles[key].translations,
            "marks": str(found.marks), "max_marks": str(found.max_marks), "percent": str(found.percent),
            "cut_off_percent": str(found.cut_off_percent), "passed": found.passed,
        }
        for key, found in score.sections.items()
    ]  # fmt: skip
