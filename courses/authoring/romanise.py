"""Devanagari in Latin letters, as people type it: for slugs and for searching, not for reading."""

import re
import unicodedata

CONSONANTS = {
    "क": "k", "ख": "kh", "ग": "g", "घ": "gh", "ङ": "n", "च": "ch", "छ": "chh", "ज": "j", "झ": "jh", "ञ": "n", "ट": "t",
    "ठ": "th", "ड": "d", "ढ": "dh", "ण": "n", "त": "t", "थ": "th", "द": "d", "ध": "dh", "न": "n", "प": "p", "फ": "ph",
    "ब": "b", "भ": "bh", "म": "m", "य": "y", "र": "r", "ल": "l", "ळ": "l", "व": "v", "श": "sh", "ष": "sh", "स": "s",
    "ह": "h",
}  # fmt: skip
VOWELS = {
    "अ": "a", "आ": "a", "इ": "i", "ई": "i", "उ": "u", "ऊ": "u", "ऋ": "ri", "ए": "e", "ऐ": "ai", "ओ": "o", "औ": "au",
    "ऑ": "o",
}  # fmt: skip
SIGNS = {
    "ा": "a", "ि": "i", "ी": "i", "ु": "u", "ू": "u", "ृ": "ri", "े": "e", "ै": "ai", "ो": "o", "ौ": "au", "ॉ": "o", "ॅ": "e",
}  # fmt: skip
NASALS = {"ं": "n", "ँ": "n", "ः": ""}
VIRAMA, NUKTA = "्", "़"
DEVANAGARI = re.compile(r"[\u0900-\u097f]+")
# How one sound is spelt in several ways: both sides of a search are brought to one of them.
SAME_SOUND = [
    ("aa", "a"), ("ee", "i"), ("oo", "u"), ("ph", "f"), ("w", "v"), ("sh", "s"), ("chh", "ch"), ("z", "j"), ("q", "k"),
]  # fmt: skip


def _word(text: str) -> str:
    letters: list[str] = []
    pending = False  # a consonant whose inherent "a" is not yet decided
    for character in unicodedata.normalize("NFC", text):
        if character == NUKTA and letters:
            letters[-1] = {"ph": "f", "j": "z", "d": "r", "dh": "rh", "k": "q"}.get(letters[-1], letters[-1])
        elif character in CONSONANTS:
            letters += ["a"] * pending + [CONSONANTS[character]]
            pending = True
        elif character in SIGNS:
            letters.append(SIGNS[character])
            pending = False
        elif character == VIRAMA:
            pending = False
        elif character in VOWELS or character in NASALS:
            letters += ["a"] * pending + [VOWELS.get(character) or NASALS.get(character, "")]
            pending = False
        else:
            letters += ["a"] * pending + ([character] if character.isdigit() else [])
            pending = False
    # Hindi does not speak the inherent vowel at the end of a word.
    return "".join(letters)


def romanise(text: str) -> str:
    """The text with every Devanagari word in Latin letters; other words stay."""
    return DEVANAGARI.sub(lambda match: _word(match.group()), text)


def fold(text: str) -> str:
    """One spelling for all: Latin letters, lower case, one way to write each sound, no doubled letters."""
    folded = romanise(text).lower()
    for written, heard in SAME_SOUND:
        folded = folded.replace(written, heard)
    return re.sub(r"([a-z])\1", r"\1", folded)
