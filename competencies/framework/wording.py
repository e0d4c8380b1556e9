"""What one wording says otherwise than another, word by word. Pure functions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from competencies.framework.items import Text

MOST_WORDS = 2000


@dataclass(frozen=True)
class Part:
    """A run of words. `change` is empty where both wordings say the same, else `out` or `in`."""

    text: str
    change: str = ""


@dataclass
class Line:
    """One labelled part of a wording, before and after."""

    label: Text
    before: list[Part] = field(default_factory=list)
    after: list[Part] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything is otherwise."""
        return any(part.change for part in (*self.before, *self.after))


def words(text: str) -> list[str]:
    """Words, each with the space that follows it, so that joining them gives the text again."""
    return re.findall(r"\S+\s*|\s+", text)


def compare(before: str, after: str) -> tuple[list[Part], list[Part]]:
    """The two texts in runs: what went, what came, what stayed. Very long texts are compared as wholes."""
    if before == after:
        return ([Part(before)] if before else []), ([Part(after)] if after else [])
    left, right = words(before), words(after)
    if len(left) > MOST_WORDS or len(right) > MOST_WORDS:
        return [Part(before, "out")], [Part(after, "in")]
    old: list[Part] = []
    new: list[Part] = []
    plain, other = [word.strip() for word in left], [word.strip() for word in right]
    matched = SequenceMatcher(None, plain, other, autojunk=False)
    for change, from_left, to_left, from_right, to_right in matched.get_opcodes():
        same = change == "equal"
        if to_left > from_left:
            old.append(Part("".join(left[from_left:to_left]), "" if same else "out"))
        if to_right > from_right:
            new.append(Part("".join(right[from_right:to_right]), "" if same else "in"))
    return old, new


def difference(before: Sequence[tuple[Text, Sequence[str]]], after: Sequence[tuple[Text, Sequence[str]]]) -> list[Line]:
    """The labelled lines of two wordings side by side, in the order of the newer one."""
    old = {str(label): list(lines) for label, lines in before}
    new = {str(label): list(lines) for label, lines in after}
    labels = [*new, *(label for label in old if label not in new)]
    found = []
    for label in labels:
        left, right = compare("\n".join(old.get(label, [])), "\n".join(new.get(label, [])))
        if left or right:
            found.append(Line(label, left, right))
    return found
