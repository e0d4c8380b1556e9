"""How papers are marked: pure functions of what was asked and what was answered. No database, no clock.

Marks are Decimals with two places; a question's marks are rounded half up. A percentage is cut (not rounded) to two
places, so that what is shown never reaches a pass mark that was missed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from assessments.grading.comparison import same_number, same_text

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
ZERO = Decimal(0)

RIGHT, PARTIAL, WRONG, BLANK, VOID = "right", "partial", "wrong", "blank", "void"
CHOICES = ("single", "multiple", "true_false")


@dataclass(frozen=True, kw_only=True)
class Marking:
    """The rules of a paper.

    `negative_percent`: what a wrong answer costs, in percent of the question's marks; none means 0.
    """

    negative_percent: Decimal | None = None
    partial_credit: bool = False
    by_section: bool = False
    pass_percent: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class Item:
    """A question as asked: its kind, its key, its marks, and the section (any hashable) it stands in.

    `void`: it was found to be no fair question, and gives everybody its full marks.
    """

    kind: str
    key: dict[str, Any]
    marks: Decimal
    section: Any = None
    void: bool = False


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one answer."""

    outcome: str
    marks: Decimal
    max_marks: Decimal


@dataclass(frozen=True, kw_only=True)
class SectionScore:
    """What became of one section."""

    marks: Decimal
    max_marks: Decimal
    percent: Decimal
    cut_off_percent: Decimal
    passed: bool


@dataclass(frozen=True, kw_only=True)
class Score:
    """What became of the paper; `outcomes` in the order of the items."""

    marks: Decimal
    max_marks: Decimal
    percent: Decimal
    passed: bool
    outcomes: tuple[Outcome, ...]
    sections: dict[Any, SectionScore] = field(default_factory=dict)


def is_blank(response: Any) -> bool:
    """Whether nothing was answered: nothing chosen, or nothing but spaces written."""
    if isinstance(response, str):
        return not response.strip()
    return not response


def share(item: Item, response: Any, *, partial_credit: bool) -> Decimal:
    """How much of the question was answered rightly, from 0 to 1.

    Several right answers: exact, unless the paper gives partial credit; then (right ones chosen - wrong ones chosen)
    out of the right ones, never below 0. Where the key says `any`, each of its options is right by itself.
    """
    if is_blank(response):
        return ZERO
    if item.kind == "numeric":
        tolerance = Decimal(str(item.key.get("tolerance") or 0))
        return Decimal(same_number(str(response), Decimal(str(item.key["number"])), tolerance))
    if item.kind == "fill":
        return Decimal(same_text(str(response), item.key["texts"]))
    return _share_of_choices(item, set(response), partial_credit=partial_credit)


def _share_of_choices(item: Item, chosen: set[str], *, partial_credit: bool) -> Decimal:
    right = set(item.key["options"])
    if item.key.get("any"):
        return Decimal(len(chosen) == 1 and chosen <= right)
    if chosen == right:
        return Decimal(1)
    if item.kind == "multiple" and partial_credit:
        return max(Decimal(len(chosen & right) - len(chosen - right)) / len(right), ZERO)
    return ZERO


def mark_one(item: Item, response: Any, marking: Marking) -> Outcome:
    """Mark one question.

    A blank earns and costs nothing; a wrong answer costs the negative share; partly right costs nothing. A void
    question gives its marks whatever was answered.
    """
    if item.void:
        return Outcome(outcome=VOID, marks=item.marks, max_marks=item.marks)
    if is_blank(response):
        return Outcome(outcome=BLANK, marks=ZERO, max_marks=item.marks)
    earned = share(item, response, partial_credit=marking.partial_credit)
    if earned == 1:
        return Outcome(outcome=RIGHT, marks=item.marks, max_marks=item.marks)
    if earned > 0:
        part = (item.marks * earned).quantize(CENT, ROUND_HALF_UP)
        return Outcome(outcome=PARTIAL, marks=part, max_marks=item.marks)
    cost = (item.marks * (marking.negative_percent or ZERO) / HUNDRED).quantize(CENT, ROUND_HALF_UP)
    return Outcome(outcome=WRONG, marks=-cost if cost else ZERO, max_marks=item.marks)


def percentage(marks: Decimal, max_marks: Decimal) -> Decimal:
    """Marks in percent, from 0 to 100; marks below zero count as zero.

    The whole paper counts, so a blank counts as wrong.
    """
    if max_marks <= 0:
        return ZERO.quantize(CENT)
    return (min(max(marks, ZERO), max_marks) * HUNDRED / max_marks).quantize(CENT, ROUND_DOWN)


def mark_paper(
    items: Sequence[Item], responses: Sequence[Any], marking: Marking, cut_offs: dict[Any, Decimal] | None = None
) -> Score:
    """Mark a whole paper: `responses` in the order of `items`, None for a blank.

    Passed by total: the percentage reaches `pass_percent`. Passed by section: every section reaches its cut-off (0
    where none is given, so that a section without one is passed even with no marks).
    """
    outcomes = [mark_one(item, response, marking) for item, response in zip(items, responses, strict=True)]
    return add_up([(item.section, outcome) for item, outcome in zip(items, outcomes, strict=True)], marking, cut_offs)


def add_up(
    marked: Sequence[tuple[Any, Outcome]], marking: Marking, cut_offs: dict[Any, Decimal] | None = None
) -> Score:
    """What outcomes, each with its section, come to. Several of one section may stand together as one."""
    cut_offs = cut_offs or {}
    by_section: dict[Any, list[Outcome]] = {}
    for section, outcome in marked:
        by_section.setdefault(section, []).append(outcome)
    sections = {section: _section(own, cut_offs.get(section, ZERO)) for section, own in by_section.items()}
    outcomes = tuple(outcome for _section_of, outcome in marked)
    marks = max(sum((outcome.marks for outcome in outcomes), ZERO), ZERO)
    max_marks = sum((outcome.max_marks for outcome in outcomes), ZERO)
    percent = percentage(marks, max_marks)
    passed = all(score.passed for score in sections.values()) if marking.by_section else percent >= marking.pass_percent
    return Score(marks=marks, max_marks=max_marks, percent=percent, passed=passed, outcomes=outcomes, sections=sections)


def _section(outcomes: Sequence[Outcome], cut_off: Decimal) -> SectionScore:
    marks = max(sum((outcome.marks for outcome in outcomes), ZERO), ZERO)
    max_marks = sum((outcome.max_marks for outcome in outcomes), ZERO)
    percent = percentage(marks, max_marks)
    return SectionScore(
        marks=marks, max_marks=max_marks, percent=percent, cut_off_percent=cut_off, passed=percent >= cut_off
    )
