"""A question as it is shown to those who answer it: without its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.bank.models import QuestionVersion
from assessments.grading.scoring import CHOICES, is_blank

Kind = QuestionVersion.Kind


@dataclass(frozen=True, kw_only=True)
class Option:
    """One option in the order of this attempt. `value` is its number as shown."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One question as shown."""

    place: int
    kind: str
    stem: str
    max_marks: Any
    options: list[Option]
    text: str
    answered: bool
    sequence: int
    saved_at: datetime | None
    advice: str
    section: str
    opens_section: bool

    @property
    def is_choice(self) -> bool:
        return self.kind in CHOICES


def option_text(question: QuestionVersion, option: Mapping[str, str]) -> str:
    """An option's text in the reader's language, or as it was written."""
    language = (get_language() or "en").split("-")[0]
    translated = question.translations.get(language, {}).get("options", {}).get(option["id"])
    if translated:
        return str(translated)
    if question.kind == Kind.TRUE_FALSE and option["text"] == "True":
        return _("True")
    if question.kind == Kind.TRUE_FALSE and option["text"] == "False":
        return _("False")
    return option["text"]


def shown(
    question: QuestionVersion,
    *,
    place: int,
    max_marks: Any,
    order: Sequence[str],
    section: str,
    opens_section: bool,
    response: Any = None,
    sequence: int = 0,
    saved_at: datetime | None = None,
    advice: str = "",
) -> Shown:
    """The question with its options in this order, numbered from 1, and what was answered."""
    texts = {option["id"]: option_text(question, option) for option in question.options}
    choice = question.kind in CHOICES
    chosen = set(response or []) if choice else set()
    return Shown(
        place=place,
        kind=question.kind,
        stem=question.in_language("stem"),
        max_marks=max_marks,
        options=[
            Option(value=str(number), text=texts[name], chosen=name in chosen)
            for number, name in enumerate(order, start=1)
        ],
        text="" if choice else str(response or ""),
        answered=not is_blank(response),
        sequence=sequence,
        saved_at=saved_at,
        advice=advice,
        section=section,
        opens_section=opens_section,
    )
