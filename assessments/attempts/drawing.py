"""Freeze a paper for one attempt: the order of its questions and options, drawn from a seed."""

from collections.abc import Sequence
from random import Random

from assessments.attempts.models import Attempt, AttemptQuestion
from assessments.bank.models import QuestionVersion
from assessments.papers.queries import Asked


def draw(attempt: Attempt, sections: Sequence[Sequence[Asked]], *, shuffle: bool) -> list[AttemptQuestion]:
    """The attempt's questions, unsaved. Sections stay in their order; within them questions and options are shuffled
    if asked.

    The same seed draws the same order. True and false are never exchanged.
    """
    chance = Random(attempt.seed)  # noqa: S311 - repeatable on purpose; the seed itself is random and never shown
    drawn: list[Asked] = []
    for section in sections:
        items = list(section)
        if shuffle:
            chance.shuffle(items)
        drawn += items
    return [
        AttemptQuestion(
            attempt=attempt,
            place=place,
            section_id=item.section,
            question_id=item.question,
            option_order=_order(item, chance if shuffle else None),
            max_marks=item.marks,
        )
        for place, item in enumerate(drawn, start=1)
    ]


def _order(item: Asked, chance: Random | None) -> list[str]:
    order = list(item.options)
    if chance is not None and item.kind != QuestionVersion.Kind.TRUE_FALSE:
        chance.shuffle(order)
    return order
