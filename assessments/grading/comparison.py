"""When two written answers are the same: what a person would call the same, in any script."""

import re
import unicodedata
from decimal import Decimal

LONGEST = 500
# Joiners change how letters are drawn, not which word it is; keyboards leave them behind.
_JOINERS = dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF))
_PLAIN = r"\d+"
_INDIAN = r"\d{1,2}(?:,\d{2})*,\d{3}"
_WESTERN = r"\d{1,3}(?:,\d{3})+"
_NUMBER = re.compile(rf"[+-]?(?:{_INDIAN}|{_WESTERN}|{_PLAIN})(?:\.\d+)?|[+-]?\.\d+", re.ASCII)


def _with_plain_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def plain(text: str) -> str:
    """The text without what does not matter: NFC, case-folded, trimmed, inner spaces collapsed, digits of any
    script as 0-9.
    """
    folded = unicodedata.normalize("NFC", text).translate(_JOINERS).casefold()
    return _with_plain_digits(" ".join(unicodedata.normalize("NFC", folded).split()))


def same_text(given: str, accepted: list[str]) -> bool:
    """Whether what was written is one of the accepted texts."""
    written = plain(given)
    return bool(written) and written in {plain(text) for text in accepted}


def as_number(text: str) -> Decimal | None:
    """The number that was written, or None.

    Accepts `1,50,000`, `150,000`, a sign, a decimal point, digits of any script.
    """
    written = _with_plain_digits("".join(text.translate(_JOINERS).split())).replace("\u2212", "-")
    if len(written) > 40 or not _NUMBER.fullmatch(written):
        return None
    return Decimal(written.replace(",", ""))


def same_number(given: str, number: Decimal, tolerance: Decimal) -> bool:
    """Whether what was written lies within the tolerance of the number, its ends included."""
    written = as_number(given)
    return written is not None and abs(written - number) <= tolerance
