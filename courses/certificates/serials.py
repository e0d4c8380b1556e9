"""Serial numbers that people can read out, type and mistype: `IG-26-7F3K9Q2X-4`.

Two digits of the year, eight characters at random, one check character. The characters leave out 0, O, 1, I and L.
The check is a weighted sum modulo 31 - a prime as large as the alphabet, each place with a weight of its own - so
every single wrong character and every exchange of two characters is noticed (the same idea as ISBN-10's).
"""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PREFIX = "IG"
LENGTH = 8
# The year may hold a 0 or a 1, which the alphabet has not.
_VALUES = {character: value for value, character in enumerate(ALPHABET)} | {"0": 8, "1": 9}
_MODULUS = len(ALPHABET)
_TYPED = re.compile(rf"\d{{2}}[{ALPHABET}]{{{LENGTH + 1}}}")


def new_serial(year: int) -> str:
    """A fresh serial of a calendar year. Some 850,000 million are possible in each, so it cannot be guessed."""
    return _written(f"{year % 100:02d}", "".join(secrets.choice(ALPHABET) for _place in range(LENGTH)))


def check_character(body: str) -> str:
    """The character that makes the weighted sum of year and body, with itself, a multiple of 31."""
    total = sum(weight * _VALUES[character] for weight, character in enumerate(body, start=2))
    # The check character's own weight is 1.
    return ALPHABET[-total % _MODULUS]


def normalised(typed: str) -> str | None:
    """The serial as it is stored, from however it was typed: case, spaces and dashes do not matter.

    None when it cannot be one: its length, a character that no serial has, or the check character says so.
    """
    plain = re.sub(r"[^0-9A-Z]", "", typed.upper())
    plain = plain.removeprefix(PREFIX)
    if not _TYPED.fullmatch(plain):
        return None
    body, check = plain[:-1], plain[-1]
    return _written(body[:2], body[2:]) if check_character(body) == check else None


def _written(year: str, body: str) -> str:
    return f"{PREFIX}-{year}-{body}-{check_character(year + body)}"
