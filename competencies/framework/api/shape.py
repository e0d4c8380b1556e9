"""What a program sends as a content has the shape of one: whether it is right is the dictionary's own check."""

from typing import Any

from django.utils.translation import gettext as _

from competencies.framework.items import Content
from igot.kernel.errors import Refused

# Lists whose rows are known also where a new item has none yet; all others hold texts.
ROWS: dict[str, Content] = {
    "descriptors": {"level": 1, "text": "", "text_hi": ""},
    "activities": {"code": "", "statement": "", "statement_hi": "", "resources": [""]},
    "requirements": {"competency": "", "level": 1, "criticality": 1},
}


def shaped(content: Content, sample: Content) -> Content:
    """The content with what was left out as in the sample. Raises Refused (`content`) naming what has another shape."""
    wrong = [name for name, value in content.items() if not _fits(value, _expected(name, sample))]
    if wrong:
        raise Refused(
            _("These parts are not known, or have another shape than the dictionary's: %(names)s.")
            % {"names": ", ".join(sorted(wrong)[:20])},
            field="content",
        )
    return {**sample, **content}


def _expected(name: str, sample: Content) -> Any:
    if name in ROWS:
        return [ROWS[name]] if name in sample else None
    return [""] if isinstance(sample.get(name), list) else sample.get(name)


def _fits(value: Any, expected: Any) -> bool:
    """Whether a value is of the kind of another, through and through; nothing is of the kind of None."""
    if isinstance(expected, list):
        return isinstance(value, list) and all(_fits(each, expected[0]) for each in value)
    if isinstance(expected, dict):
        known = isinstance(value, dict) and set(value) <= set(expected)
        return known and all(_fits(each, expected[name]) for name, each in value.items())
    if isinstance(expected, str):
        return isinstance(value, str) and "\x00" not in value
    return isinstance(expected, int) and isinstance(value, int) and not isinstance(value, bool)
