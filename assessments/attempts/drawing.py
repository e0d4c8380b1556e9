"""Freeze a paper for one attempt: the order of its questions and options, drawn from a seed."""

from collections.abc import Sequence
from random import Random

from assessments.attempts.models import Attempt, AttemptQuestion
from assessments.bank.models import QuestionVersion
from assessments.papers.models import PaperItem, PaperSection


def draw(attempt: Attempt, sections: Sequence[PaperSection], *, shuffle: bool) -> list[AttemptQuestion]:
    """The attempt's questions, unsaved. Sections stay in their order; within them questions and options are shuffled
    if asked.

    The same seed draws the same order. True and false are never exchanged.
    """
    chance = Random(attempt.seed)  # noqa: S311 - repeatable on purpose; the seed itself is random and never shown
    drawn: list[tuple[PaperSection, PaperItem]] = []
    for section in sections:
        items = list(section.items.all())
        if shuffle:
            chance.shuffle(items)
        drawn += [(section, item) for item in items]
    return [
        AttemptQuestion(
            attempt=attempt,
            place=place,
            section=section,
            question=item.question,
            option_order=_order(item.question, chance if shuffle else None),
            max_marks=item.marks,
        )
        for place, (section, item) in enumerate(drawn, start=1)
    ]


def _order(question: QuestionVersion, chance: Random | None) -> list[str]:
    order = [option["id"] for option in question.options]
    if chance is not None and question.kind != QuestionVersion.Kind.TRUE_FALSE:
        chance.shuffle(order)
    return order
