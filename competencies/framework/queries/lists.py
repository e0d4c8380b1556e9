"""Search in a dictionary, with counts of what each filter would leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext_lazy as _

from competencies.framework.items import Facet
from competencies.framework.models import Status
from competencies.framework.queries.revisions import kind_of
from igot.organisations.queries import names_by_code


@dataclass
class Choice:
    """One value of a filter, and how many items it would leave."""

    value: str
    text: str
    count: int
    chosen: bool
    link: str = ""


@dataclass
class Narrowing:
    """A filter with its values as one list shows them."""

    facet: Facet
    choices: list[Choice] = field(default_factory=list)

    @property
    def chosen(self) -> str:
        """The value that is chosen, if any."""
        return next((choice.value for choice in self.choices if choice.chosen), "")


def _status_texts(values: Sequence[Any]) -> dict[Any, str]:
    return {Status.APPROVED.value: str(_("In force")), Status.RETIRED.value: str(_("Retired"))}


OWNER = Facet("owner", _("Kept by"), "organisation__code", names_by_code)
STATUS = Facet("status", _("State"), "status", _status_texts)


def narrowed(kind: str, text: str, chosen: Mapping[str, str]) -> tuple[QuerySet[Any], list[Narrowing]]:
    """The items that fit the words and the chosen filters, and all filters with counts: a filter's counts heed the
    words and the other filters. Without a choice of state, what is in force.

    A value that is none is as if it were not chosen.
    """
    rules = kind_of(kind)
    facets = [*rules.facets, OWNER, STATUS]
    picked = {facet.name: chosen.get(facet.name, "") for facet in facets}
    picked["status"] = picked["status"] if picked["status"] == Status.RETIRED else Status.APPROVED.value
    found = rules.search(text)
    # One grouped reading serves every filter: the combinations are few, however long the dictionary is.
    columns = {f"by_{facet.name}": F(facet.path) for facet in facets}
    rows = list(found.order_by().values(**columns).annotate(number=Count("pk")))
    narrowings = []
    for facet in facets:
        counts: dict[Any, int] = {}
        for row in rows:
            if all(_fits(row, other.name, picked[other.name]) for other in facets if other is not facet):
                value = row[f"by_{facet.name}"]
                counts[value] = counts.get(value, 0) + row["number"]
        texts = facet.texts([value for value in counts if value is not None])
        known = {str(value) for value in texts}
        if picked[facet.name] and picked[facet.name] not in known:
            picked[facet.name] = ""
        choices = [
            Choice(str(value), texts[value], count, str(value) == picked[facet.name])
            for value, count in counts.items()
            if value in texts
        ]
        choices.sort(key=lambda choice: (-choice.count, choice.text))
        narrowings.append(Narrowing(facet, choices))
    for facet in facets:
        if picked[facet.name]:
            found = found.filter(**{facet.path: picked[facet.name]})
    return found, narrowings


def _fits(row: Mapping[str, Any], name: str, value: str) -> bool:
    return not value or str(row[f"by_{name}"]) == value
