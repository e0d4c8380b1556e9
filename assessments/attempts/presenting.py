"""An attempt as its learner sees it. Options are numbered as shown, so that their ids tell nothing; no key passes
through here before the result is released.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assessments.attempts import queries
from assessments.attempts.models import Attempt, AttemptQuestion
from assessments.attempts.responses import advice_on, stored_response
from assessments.bank.presenting import Shown, shown
from assessments.grading.scoring import CHOICES


def shown_questions(attempt: Attempt) -> list[Shown]:
    """Every question of the attempt with what was answered so far."""
    found: list[Shown] = []
    section_before = None
    for asked in queries.questions_of(attempt):
        found.append(_shown(asked, opens_section=asked.section_id != section_before))
        section_before = asked.section_id
    return found


def _shown(asked: AttemptQuestion, *, opens_section: bool) -> Shown:
    return shown(
        asked.question,
        place=asked.place,
        max_marks=asked.max_marks,
        order=asked.option_order,
        response=asked.response,
        sequence=asked.sequence or 0,
        saved_at=asked.received_at,
        advice=advice_on(asked.question, asked.response),
        section=asked.section.in_language("title"),
        opens_section=opens_section,
    )


def responses_in(questions: Iterable[AttemptQuestion], posted: Mapping[str, Any]) -> dict[int, Any]:
    """The answers visible in a posted form, by place: of each question that the form says it showed."""
    visible = set(posted.getlist("shown"))  # type: ignore[attr-defined]
    found = {}
    for asked in questions:
        if str(asked.place) in visible:
            given: list[str] = posted.getlist(f"answer-{asked.place}")  # type: ignore[attr-defined]
            choice = asked.question.kind in CHOICES
            found[asked.place] = stored_response(asked, given if choice else "".join(given[:1]))
    return found


def blanks(questions: Iterable[Shown]) -> list[int]:
    """The places that are not answered yet."""
    return [question.place for question in questions if not question.answered]
