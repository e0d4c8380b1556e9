"""When a resource counts as completed: one small grammar, pure functions, and the reasons for a verdict.

A rule is JSON, kept on the resource; an empty one means the default of its kind:

- `{"seen": {}}`            present for a plausible time, reckoned from the text (pages);
- `{"seen": {"seconds": n}}` present for at least n seconds (a document);
- `{"coverage": {"percent": n}}` this share of a recording was played (video, audio);
- `{"confirmed": {}}`       the learner followed it or said so (links);
- `{"passed": {}}`          an attempt at its paper was passed;
- `{"all": [...]}`, `{"any": [...]}` of such rules.

The numbers: a fast reader takes in about 240 words a minute of plain prose, and somebody who skims for what is new
still needs a fifth of that time; below it, nobody can have read the page. Ninety per cent of a recording leaves out
its titles and credits.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from igot.kernel.multirange import seconds_in

VERSION = 1
WORDS_A_MINUTE = 240
SHARE_OF_READING_TIME = 0.2
LEAST_SECONDS = 5
DOCUMENT_SECONDS = 10
COVERAGE_PERCENT = 90

DEFAULTS: dict[str, dict[str, Any]] = {
    "page": {"seen": {}},
    "pdf": {"seen": {"seconds": DOCUMENT_SECONDS}},
    "video": {"coverage": {"percent": COVERAGE_PERCENT}},
    "audio": {"coverage": {"percent": COVERAGE_PERCENT}},
    "link": {"confirmed": {}},
    "assessment": {"passed": {}},
}


@dataclass(frozen=True)
class Matter:
    """What a rule needs to know of a resource: `seconds` of a recording (None: unknown), `words` of a page."""

    kind: str
    minutes: int
    rule: dict[str, Any]
    seconds: int | None = None
    words: int = 0

    @property
    def length(self) -> int:
        """Seconds of the recording; where the file does not say, the minutes its author gave it."""
        return self.seconds or self.minutes * 60


@dataclass(frozen=True)
class Record:
    """What a learner has to show for a resource."""

    present: int = 0
    covered: Sequence[Sequence[int]] = ()
    confirmed: bool = False
    passed: bool = False


@dataclass(frozen=True)
class Criterion:
    """One condition: which, how much is needed, how much there is, and whether that suffices."""

    name: str
    needed: int
    actual: int
    met: bool


@dataclass(frozen=True)
class Verdict:
    """Whether a rule is met, and the criteria it rests on."""

    met: bool
    criteria: list[Criterion] = field(default_factory=list)

    def as_json(self) -> list[dict[str, Any]]:
        """The criteria, ready to be kept as the basis of a decision."""
        return [{"name": c.name, "needed": c.needed, "actual": c.actual, "met": c.met} for c in self.criteria]


def rule_of(matter: Matter) -> dict[str, Any]:
    """The rule in force: the resource's own, else its kind's default."""
    return matter.rule or DEFAULTS[matter.kind]


def reading_seconds(words: int, minutes: int) -> int:
    """The least time a page of so many words plausibly takes, in seconds: never under 5, never over the page's own
    minutes.
    """
    plausible = math.ceil(words / WORDS_A_MINUTE * 60 * SHARE_OF_READING_TIME)
    return max(LEAST_SECONDS, min(plausible, minutes * 60))


def judge(matter: Matter, record: Record) -> Verdict:
    """The verdict on a resource. Pure: the same record gives the same verdict, and more of it never a worse one."""
    return _judge(rule_of(matter), matter, record)


def _judge(rule: dict[str, Any], matter: Matter, record: Record) -> Verdict:
    if len(rule) != 1:
        raise ValueError(f"a completion rule has one operator, not {sorted(rule)}")
    ((operator, value),) = rule.items()
    if operator in ("all", "any"):
        parts = [_judge(part, matter, record) for part in value]
        met = (all if operator == "all" else any)(part.met for part in parts)
        return Verdict(met, [criterion for part in parts for criterion in part.criteria])
    if operator == "seen":
        needed = int(value.get("seconds") or reading_seconds(matter.words, matter.minutes))
        return _single("seen", needed, record.present)
    if operator == "coverage":
        percent = int(value.get("percent", COVERAGE_PERCENT))
        return _single("coverage", math.ceil(matter.length * percent / 100), seconds_in(record.covered))
    if operator == "confirmed":
        return _single("confirmed", 1, int(record.confirmed))
    if operator == "passed":
        return _single("passed", 1, int(record.passed))
    raise ValueError(f"no completion rule is called {operator!r}")


def _single(name: str, needed: int, actual: int) -> Verdict:
    return Verdict(actual >= needed, [Criterion(name, needed, actual, actual >= needed)])
