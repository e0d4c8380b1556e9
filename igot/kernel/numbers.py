"""Numbers as they come from outside."""

LONGEST = 9


def whole(text: str, otherwise: int = 0) -> int:
    """The number from 0 that a text writes, in the digits of any script; `otherwise` for what is none, or has more
    than nine digits.
    """
    return int(text) if text.isdecimal() and len(text) <= LONGEST else otherwise
