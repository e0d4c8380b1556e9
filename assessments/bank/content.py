"""What makes a question a good one: the rules for its text, options and key, kind by kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.bank.models import QuestionVersion
from assessments.grading.comparison import as_number
from igot.kernel.errors import Refused

Kind = QuestionVersion.Kind
MOST_OPTIONS = 10
LONGEST_STEM = 4000
LONGEST_OPTION = 500
TRUE_OR_FALSE = [{"id": "true", "text": "True"}, {"id": "false", "text": "False"}]


@dataclass(frozen=True, kw_only=True)
class Content:
    """A question's text, options and key, found in order."""

    stem: str
    options: list[dict[str, str]]
    key: dict[str, Any]


def checked(*, kind: str, stem: str, options: Sequence[Mapping[str, str]], key: Mapping[str, Any]) -> Content:
    """Put a question's content in order; raises Refused naming `kind`, `stem`, `options` or `key`."""
    if kind not in Kind.values:
        raise Refused(_("Choose one of the kinds of question."), field="kind")
    stem = stem.strip()
    if not stem:
        raise Refused(_("Write the question."), field="stem")
    if len(stem) > LONGEST_STEM:
        raise Refused(_("Shorten the question to 4,000 characters."), field="stem")
    if kind == Kind.NUMERIC:
        return Content(stem=stem, options=[], key=_numeric_key(key))
    if kind == Kind.FILL:
        return Content(stem=stem, options=[], key=_fill_key(key))
    kept = _options(kind, options)
    return Content(stem=stem, options=kept, key=_choice_key(kind, key, {option["id"] for option in kept}))


def _numeric_key(key: Mapping[str, Any]) -> dict[str, Any]:
    number, tolerance = as_number(str(key.get("number", ""))), as_number(str(key.get("tolerance") or "0"))
    if number is None:
        raise Refused(_("Write the right number in figures, such as 1,50,000 or 2.5."), field="key")
    if tolerance is None or tolerance < Decimal(0):
        raise Refused(_("Write the tolerance as a number that is not negative; 0 means exactly."), field="tolerance")
    return {"number": str(number), "tolerance": str(tolerance)}


def _fill_key(key: Mapping[str, Any]) -> dict[str, Any]:
    texts = list(dict.fromkeys(str(text).strip() for text in key.get("texts", []) if str(text).strip()))
    if not texts:
        raise Refused(_("Write at least one accepted answer."), field="key")
    if any(len(text) > LONGEST_OPTION for text in texts):
        raise Refused(_("Shorten each accepted answer to 500 characters."), field="key")
    return {"texts": texts}


def _options(kind: str, options: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    kept = [{"id": str(option["id"]), "text": str(option["text"]).strip()} for option in options]
    if kind == Kind.TRUE_FALSE and not kept:
        kept = [dict(option) for option in TRUE_OR_FALSE]
    texts = [option["text"] for option in kept]
    if kind == Kind.TRUE_FALSE and len(kept) != 2:
        raise Refused(_("True or false has exactly two options."), field="options")
    if not 2 <= len(kept) <= MOST_OPTIONS:
        raise Refused(_("Give from 2 to 10 options."), field="options")
    if not all(texts) or any(len(text) > LONGEST_OPTION for text in texts):
        raise Refused(_("Each option needs a text of at most 500 characters."), field="options")
    if len({text.casefold() for text in texts}) < len(texts) or len({option["id"] for option in kept}) < len(kept):
        raise Refused(_("Two options say the same. Change or remove one."), field="options")
    return kept


def _choice_key(kind: str, key: Mapping[str, Any], ids: set[str]) -> dict[str, Any]:
    right = sorted({str(option) for option in key.get("options", [])})
    if not right or not set(right) <= ids:
        raise Refused(_("Mark which option is right."), field="key")
    if kind != Kind.MULTIPLE and len(right) != 1:
        raise Refused(
            _("Mark exactly one option as right, or choose the kind with several right answers."), field="key"
        )
    return {"options": right}
