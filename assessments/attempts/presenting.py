"""An attempt as its learner sees it. Options are numbered as shown, so that their ids tell nothing; no key passes
through here before the result is released.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.attempts import queries
from assessments.attempts.models import Answer, Attempt, AttemptQuestion
from assessments.attempts.responses import advice_on
from assessments.bank.presenting import Shown, shown
from assessments.grading.scoring import CHOICES
from igot.kernel.errors import Refused


def shown_questions(attempt: Attempt) -> list[Shown]:
    """Every question of the attempt with what was answered so far."""
    latest = queries.latest_answers(attempt)
    found: list[Shown] = []
    section_before = None
    for asked in queries.questions_of(attempt):
        found.append(_shown(asked, latest.get(asked.place), opens_section=asked.section_id != section_before))
        section_before = asked.section_id
    return found


def _shown(asked: AttemptQuestion, answer: Answer | None, *, opens_section: bool) -> Shown:
    response = answer.response if answer else None
    return shown(
        asked.question,
        place=asked.place,
        max_marks=asked.max_marks,
        order=asked.option_order,
        response=response,
        sequence=answer.sequence if answer else 0,
        saved_at=answer.received_at if answer else None,
        advice=advice_on(asked.question, response),
        section=asked.section.in_language("title"),
        opens_section=opens_section,
    )


def stored_response(asked: AttemptQuestion, given: Any) -> Any:
    """What is stored for what the browser gives: option numbers become ids. Raises Refused (`response`)."""
    if asked.question.kind not in CHOICES or given is None:
        return given
    order = {str(number): name for number, name in enumerate(asked.option_order, start=1)}
    if not isinstance(given, list) or not all(isinstance(value, str) and value in order for value in given):
        raise Refused(_("Choose from the options of the question."), field="response")
    return [order[value] for value in given]


def shown_response(asked: AttemptQuestion, response: Any) -> Any:
    """What the browser is told for what is stored: option ids become numbers."""
    if asked.question.kind not in CHOICES or response is None:
        return response
    return [str(number) for number, name in enumerate(asked.option_order, start=1) if name in response]


def responses_in(attempt: Attempt, posted: Mapping[str, Any]) -> dict[int, Any]:
    """The answers visible in a posted form, by place: of each question that the form says it showed."""
    visible = set(posted.getlist("shown"))  # type: ignore[attr-defined]
    found = {}
    for asked in queries.questions_of(attempt):
        if str(asked.place) in visible:
            given: list[str] = posted.getlist(f"answer-{asked.place}")  # type: ignore[attr-defined]
            choice = asked.question.kind in CHOICES
            found[asked.place] = stored_response(asked, given if choice else "".join(given[:1]))
    return found


def blanks(questions: Iterable[Shown]) -> list[int]:
    """The places that are not answered yet."""
    return [question.place for question in questions if not question.answered]
