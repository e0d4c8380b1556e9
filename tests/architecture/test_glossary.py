"""One Hindi word for one term, in every catalogue: `docs/glossary.md` says which."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# What an English sentence calls it; the stem of the one Hindi word, which every case and number keeps; what else people
# write for it and igot does not.
WORDS = {
    "competency": (r"\bcompetenc", "दक्षता", ["सक्षमता", "योग्यता", "काबिलियत", "कंपीटेंसी"]),
    # Who assesses is the आकलनकर्ता; what is taken is never an आकलन.
    "assessment": (r"\bassessment", "मूल्यांकन", ["आकलन ", "आकलन।", "आकलन,", "आकलनों", "असेसमेंट", "आंकलन"]),
    "certificate": (r"\bcertificate", "प्रमाणपत्र", ["प्रमाण पत्र", "प्रमाण-पत्र", "सर्टिफिकेट"]),
    "course": (r"\bcourse", "पाठ्यक्रम", ["कोर्स", "पाठ्यचर्या"]),
    "learner": (r"\blearner", "शिक्षार्थ", ["विद्यार्थ", "अधिगमकर्ता", "प्रशिक्षु", "अध्येता", "सीखने वाल", "छात्र"]),
    "organisation": (r"\borganisation", "संगठन", ["ऑर्गनाइजेशन", "संस्था ", "निकाय"]),
}
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)s|%%")


def sentences() -> Iterator[tuple[str, str, str]]:
    """Catalogue, English and Hindi of every entry, without what is filled in."""
    for path in sorted(ROOT.glob("*/locale/hi/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for entry in read_po(file):
                if entry.id:
                    english, hindi = (each if isinstance(each, str) else each[-1] for each in (entry.id, entry.string))
                    yield path.parts[-5], PLACEHOLDER.sub("", english), PLACEHOLDER.sub("", hindi)


@pytest.mark.parametrize("term", WORDS)
def test_the_glossary_gives_the_word(term: str) -> None:
    rows = [line.split("|") for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines() if "|" in line]
    hindi = {row[1].strip(): row[2].strip() for row in rows}
    assert hindi[term].startswith(WORDS[term][1])


@pytest.mark.parametrize("term", WORDS)
def test_no_competing_word_is_used(term: str) -> None:
    guilty = [
        f"{app}: {hindi}" for app, _english, hindi in sentences() for word in WORDS[term][2] if word in f"{hindi} "
    ]
    assert not guilty, "\n".join(guilty)


@pytest.mark.parametrize("term", WORDS)
def test_a_sentence_with_the_term_has_the_word(term: str) -> None:
    pattern, word, _others = WORDS[term]
    guilty = [
        f"{app}: {english} → {hindi}"
        for app, english, hindi in sentences()
        if hindi and re.search(pattern, english, re.IGNORECASE) and word not in hindi
    ]
    assert not guilty, "\n".join(guilty)


def test_a_text_that_several_apps_use_has_one_translation() -> None:
    """Django takes the first catalogue that has it: another app's different words would never be seen."""
    found: dict[tuple[str | None, str], set[str]] = {}
    for path in sorted(ROOT.glob("*/locale/hi/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                text = message.id if isinstance(message.id, str) else message.id[0]
                if text:
                    found.setdefault((message.context, text), set()).add(str(message.string))
    assert [text for (_context, text), said in found.items() if len(said) > 1] == []
