"""Which settings a paper may have."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.papers.models import PaperVersion
from assessments.papers.queries import SETTINGS
from igot.kernel.errors import Refused

LONGEST_MINUTES = 600
MOST_ATTEMPTS = 100
LONGEST_COOL_DOWN = 24 * 90
MOST_MARKS = Decimal(1000)
MOST_QUESTIONS = 300


def percent(value: Any, field: str) -> Decimal:
    """A percentage with two places; raises Refused naming the field."""
    try:
        number = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        number = Decimal(-1)
    if not 0 <= number <= 100:
        raise Refused(_("Give a percentage from 0 to 100."), field=field)
    return number


def marks(value: Any) -> Decimal:
    """The marks of a question, above 0, with two places."""
    try:
        number = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        number = Decimal(0)
    if not 0 < number <= MOST_MARKS:
        raise Refused(_("Give each question more than 0 and at most 1,000 marks."), field="marks")
    return number


def _whole(value: Any, field: str, low: int, high: int, message: Promise) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise Refused(message, field=field)
    return value


def checked(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings in order; raises Refused naming the field. Unknown names raise TypeError."""
    unknown = set(settings) - set(SETTINGS)
    if unknown:
        raise TypeError(f"a paper has no {', '.join(sorted(unknown))}")
    found = dict(settings)
    if "title" in found:
        found["title"] = str(found["title"]).strip()
        if not 0 < len(found["title"]) <= 200:
            raise Refused(_("Give the paper a title of at most 200 characters."), field="title")
    if found.get("minutes") is not None:
        message = _("Give the time in whole minutes, from 1 to 600, or leave it empty for no limit.")
        _whole(found["minutes"], "minutes", 1, LONGEST_MINUTES, message)
    if "attempts_allowed" in found:
        _whole(found["attempts_allowed"], "attempts_allowed", 1, MOST_ATTEMPTS, _("Allow from 1 to 100 attempts."))
    if "cool_down_hours" in found:
        message = _("Give the wait in whole hours, from 0 to 2,160 (90 days).")
        _whole(found["cool_down_hours"], "cool_down_hours", 0, LONGEST_COOL_DOWN, message)
    for name in ("pass_percent", "negative_percent"):
        if name in found:
            found[name] = percent(found[name] if found[name] is not None else 0, name)
    if "pass_by" in found and found["pass_by"] not in PaperVersion.PassBy.values:
        raise Refused(_("Choose how the paper is passed."), field="pass_by")
    if "review" in found and found["review"] not in PaperVersion.Review.values:
        raise Refused(_("Choose what is shown after the attempt."), field="review")
    return found
