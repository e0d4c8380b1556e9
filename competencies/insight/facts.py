"""What happens when many people are counted, or looked for."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class GapsCounted(Fact, kind="competencies.GapsCounted"):
    """The gaps of everybody below an organisation were counted for a day (ISO date)."""

    organisation: str
    day: str
    cells: int


@dataclass(frozen=True, kw_only=True)
class PeopleSearched(Fact, kind="competencies.PeopleSearched"):
    """Somebody looked for people by what a post asks; `shown` says how many they saw."""

    search: str
    shown: int


@dataclass(frozen=True, kw_only=True)
class FinderChoiceChanged(Fact, kind="competencies.FinderChoiceChanged"):
    """A person chose whether finders from beyond their ministry may see them."""

    person: str
    may_be_found: bool
