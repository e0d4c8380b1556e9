"""Audience rules, and why one asked a person, in the reader's words."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from capacity_plans.plans.audience import Because, names_in
from igot.organisations.queries import designations_for, subtree_of

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

Rule = Mapping[str, Any]


class Names:
    """What designations and organisations are called, looked up at once for many rules of one organisation's plans."""

    def __init__(self, organisation: "Organisation", rules: Iterable[Rule]) -> None:
        self.organisation = organisation
        designations: set[str] = set()
        organisations: set[str] = set()
        for rule in rules:
            named = names_in(rule)
            designations |= named["designation"]
            organisations |= named["organisation"]
        self._names: dict[str, str] = {}
        if designations:
            rows = designations_for(organisation).filter(public_id__in=designations)
            self._names.update({str(row.public_id): str(row) for row in rows})
        if organisations:
            below = subtree_of(organisation).filter(public_id__in=organisations)
            self._names.update({str(row.public_id): str(row) for row in below})

    def _of(self, ids: Iterable[str]) -> str:
        return ", ".join(sorted(self._names.get(str(key), _("one no longer in use")) for key in ids))

    def rule(self, rule: Rule) -> str:  # noqa: PLR0911 - one for each kind of rule
        """Whom a rule asks."""
        if not rule:
            return _("Nobody yet")
        kind, value = next(iter(rule.items()))
        if kind == "everyone":
            return _("Everyone in %(organisation)s and below it") % {"organisation": self.organisation}
        if kind == "designation":
            return _("Designation: %(names)s") % {"names": self._of(value)}
        if kind == "group":
            return _("Group: %(names)s") % {"names": ", ".join(value)}
        if kind == "organisation":
            return _("Serving in %(names)s or below") % {"names": self._of(value)}
        if kind == "people":
            return ngettext("%(count)s person by name", "%(count)s people by name", len(value)) % {"count": len(value)}
        inner = [self.rule(each) for each in value]
        return (_("; and: ") if kind == "all" else _("; or: ")).join(inner)

    def because(self, parts: Iterable[Because]) -> list[str]:
        """Why a rule asked one person: a sentence for each part that matched."""
        sentences = []
        for part in parts:
            kind, key = part["rule"], part.get("id", "")
            if kind == "everyone":
                sentences.append(
                    _("It is asked of everyone in %(organisation)s.") % {"organisation": self.organisation}
                )
            elif kind == "designation":
                sentences.append(_("You hold the designation %(name)s.") % {"name": self._of([key])})
            elif kind == "group":
                sentences.append(_("You belong to Group %(name)s.") % {"name": key})
            elif kind == "organisation":
                sentences.append(_("You serve in %(name)s.") % {"name": self._of([key])})
            else:
                sentences.append(_("You are named in the plan."))
        return sentences


def rules_of(parts: Iterable[Because]) -> list[Rule]:
    """The parts of an explanation as rules, for `Names` to look up."""
    return [{part["rule"]: [part["id"]]} for part in parts if part["rule"] in ("designation", "organisation")]
