"""A released result as its learner sees it: no more than the paper's review policy shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.attempts import queries
from assessments.attempts.marking import key_of
from assessments.attempts.models import Attempt, AttemptQuestion
from assessments.bank.models import QuestionVersion
from assessments.bank.presenting import option_text
from assessments.grading.scoring import BLANK, CHOICES, PARTIAL, RIGHT, VOID, WRONG
from assessments.papers.models import PaperVersion

TONES = {RIGHT: "ok", PARTIAL: "warn", WRONG: "bad", BLANK: "neutral", VOID: "info"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """What became of one question. Texts and the key are empty where the policy shows marks only."""

    place: int
    outcome: str
    word: str
    tone: str
    marks: Decimal
    max_marks: Decimal
    why: str
    stem: str
    given: list[str]
    right: list[str]
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of the attempt, and what may follow."""

    lines: list[Line]
    sections: list[dict[str, Any]]
    shows_answers: bool
    shows_key: bool
    corrections: list[dict[str, Any]]
    attempts_left: int
    next_possible_at: datetime | None


def result_of(attempt: Attempt, standing: queries.Standing, at: datetime) -> Result:
    """The result of a released attempt; `standing`: its learner's in its context. `next_possible_at` only where it lies
    ahead. What would have been right is told once nothing hangs on it: after a pass, or after the last attempt.
    """
    version = attempt.version
    everything = version.review == PaperVersion.Review.EVERYTHING
    has_passed = standing.best is not None and bool(standing.best.passed)
    with_key = everything and (has_passed or not standing.left(version))
    lines: list[Line] = []
    if version.review != PaperVersion.Review.NOTHING:
        lines = [
            _line(asked, version, everything=everything, with_key=with_key) for asked in queries.questions_of(attempt)
        ]
    possible = standing.next_possible_at(version)
    return Result(
        lines=lines,
        sections=_sections(attempt),
        shows_answers=everything,
        shows_key=with_key,
        corrections=[
            {**one, "at": datetime.fromisoformat(one["at"]), "percent": Decimal(one["percent"])}
            for one in attempt.result.get("corrections", [])
        ],
        attempts_left=standing.left(version),
        next_possible_at=possible if possible is not None and possible > at else None,
    )


def _sections(attempt: Attempt) -> list[dict[str, Any]]:
    language = (get_language() or "en").split("-")[0]
    found = attempt.result.get("sections", [])
    if len(found) < 2:
        return []
    return [
        {
            **section,
            "title": section["translations"].get(language, {}).get("title")
            or section["title"]
            or _("Section %(number)s") % {"number": number},
            "by_cut_off": attempt.version.pass_by == PaperVersion.PassBy.SECTION,
            **{name: Decimal(section[name]) for name in ("marks", "max_marks", "percent", "cut_off_percent")},
        }
        for number, section in enumerate(found, start=1)
    ]


def _line(asked: AttemptQuestion, version: PaperVersion, *, everything: bool, with_key: bool) -> Line:
    question = asked.question
    words = {
        RIGHT: _("Right"),
        PARTIAL: _("Partly right"),
        WRONG: _("Wrong"),
        BLANK: _("Not answered"),
        VOID: _("Void"),
    }
    return Line(
        place=asked.place,
        outcome=asked.outcome,
        word=words[asked.outcome],
        tone=TONES[asked.outcome],
        marks=asked.marks or Decimal(0),
        max_marks=asked.max_marks,
        why=_why(asked, version),
        stem=question.in_language("stem") if everything else "",
        given=_texts(question, asked.response) if everything else [],
        right=right_texts(question, key_of(asked)) if with_key else [],
        explanation=question.in_language("explanation") if with_key else "",
    )


def _why(asked: AttemptQuestion, version: PaperVersion) -> str:
    if asked.outcome == RIGHT:
        return _("Full marks.")
    if asked.outcome == VOID:
        return _("This question was found to be unfair: everybody has its full marks.")
    if asked.outcome == BLANK:
        return _("Nothing was answered: no marks earned, none taken off.")
    if asked.outcome == PARTIAL:
        return _("Part of the marks: right choices less wrong choices.")
    if asked.marks is not None and asked.marks < 0:
        return _("A wrong answer takes off %(percent)s%% of the marks of its question.") % {
            "percent": f"{version.negative_percent.normalize():f}"
        }
    return _("A wrong answer earns nothing and takes nothing off.")


def _texts(question: QuestionVersion, response: Any) -> list[str]:
    if question.kind in CHOICES:
        return [option_text(question, option) for option in question.options if option["id"] in (response or [])]
    return [str(response)] if response else []


def right_texts(question: QuestionVersion, key: dict[str, Any]) -> list[str]:
    """What a key says is right, in the reader's language."""
    if question.kind in CHOICES:
        return _texts(question, key["options"])
    if question.kind == QuestionVersion.Kind.FILL:
        return list(key["texts"])
    tolerance = Decimal(str(key.get("tolerance") or 0))
    if tolerance:
        return [_("%(number)s, give or take %(tolerance)s") % {"number": key["number"], "tolerance": tolerance}]
    return [str(key["number"])]
