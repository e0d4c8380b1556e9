"""Facts as an auditor reads them: what happened in words, whom and what it concerned by name, the record behind it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capacity_plans.plans import queries as plans
from courses.authoring import queries as courses
from igot.accounts import queries as accounts
from igot.organisations import queries as organisations
from igot.web.happening_words import HAPPENED

if TYPE_CHECKING:
    from igot.journal.models import FactRow

Text = str | Promise
# Who or what a fact names by its public id, in the order in which it is told.
NAMED: dict[str, Callable[[Iterable[str]], dict[str, str]]] = {
    "person": accounts.names_by_public_id,
    "course": courses.titles_by_public_id,
    "plan": plans.titles_by_public_id,
    "organisation": organisations.names_by_public_id,
    "to_organisation": organisations.names_by_public_id,
    "with_organisation": organisations.names_by_public_id,
}
# What else of a record means something to a person.
TOLD: dict[str, Text] = {
    "before": gettext_lazy("level before"),
    "level": gettext_lazy("level"),
    "percent": gettext_lazy("per cent"),
    "percent_before": gettext_lazy("per cent before"),
    "percent_after": gettext_lazy("per cent now"),
    "passed": gettext_lazy("passed"),
    "people": gettext_lazy("people"),
    "assigned": gettext_lazy("asked anew"),
    "lapsed": gettext_lazy("lapsed"),
    "settled": gettext_lazy("done already"),
    "rows": gettext_lazy("rows"),
    "wrong": gettext_lazy("rows with errors"),
    "changes": gettext_lazy("changes"),
    "number": gettext_lazy("number"),
    "code": gettext_lazy("code"),
    "client": gettext_lazy("client"),
    "role": gettext_lazy("role"),
}


@dataclass(frozen=True)
class Happening:
    """One line of the audit trail."""

    fact: "FactRow"
    what: str
    by: str
    concerning: list[str]
    told: list[tuple[str, str]]
    record: list[tuple[str, Any]]


def words(kind: str) -> str:
    """What happened, in words; for a kind that has none yet, its own name taken apart."""
    if kind in HAPPENED:
        return str(HAPPENED[kind])
    return " ".join(re.findall(r"[A-Z][a-z]+", kind.partition(".")[2])).capitalize() or kind


def kinds_in_words(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """The kinds with their words, by their words: for a choice."""
    return sorted(((kind, words(kind)) for kind in kinds), key=lambda each: each[1])


def happenings(facts: Sequence["FactRow"]) -> list[Happening]:
    """The lines for these facts; a constant number of queries."""
    actors = accounts.people_named({fact.actor_id for fact in facts})
    names: dict[str, dict[str, str]] = {}
    for reader in dict.fromkeys(NAMED.values()):
        fields = [field for field, other in NAMED.items() if other is reader]
        ids = {value for fact in facts for field in fields if (value := fact.payload.get(field))}
        found = reader(ids) if ids else {}
        names.update(dict.fromkeys(fields, found))
    return [_happening(fact, actors, names) for fact in facts]


def _happening(fact: "FactRow", actors: dict[int, Any], names: dict[str, dict[str, str]]) -> Happening:
    actor = actors.get(fact.actor_id) if fact.actor_id else None
    concerning = [names[field].get(str(fact.payload.get(field)), "") for field in NAMED]
    return Happening(
        fact=fact,
        what=words(fact.kind),
        by=str(actor) if actor else _("igot itself"),
        concerning=[name for name in dict.fromkeys(concerning) if name],
        told=[(str(label), _plain(fact.payload[field])) for field, label in TOLD.items() if field in fact.payload],
        record=[("kind", fact.kind), (fact.subject_kind or "subject", fact.subject_id), *fact.payload.items()],
    )


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
