"""What the words of a sheet mean: designations, places of the tree and competencies by all their spellings."""

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from competencies.framework.models import Alias, Competency, Node
from competencies.framework.queries import approved
from competencies.positions.models import Position, Requirement
from competencies.positions.queries.extended import asked_apart
from competencies.positions.queries.held import describing, nearest
from igot.organisations.models import Designation
from igot.organisations.queries import designations_for, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from igot.organisations.models import Organisation


Asked = dict[int, tuple[int, int]]


def plain(text: str) -> str:
    """A spelling without what files differ in: case, spaces, hyphens, “&” for “and”, “Behavioral”."""
    words = re.sub(r"[\s\-–—_/]+", " ", text.replace("&", " and ")).strip().casefold()
    return words.replace("behavioral", "behavioural")


class Reference:
    """Everything the rows of one sheet are read against; loaded once, in few queries."""

    def __init__(self, organisation: "Organisation") -> None:
        self.organisation = organisation
        self.designations = _designations(organisation)
        self.nodes = {node.pk: node for node in Node.objects.select_related("parent__parent")}
        self.by_spelling: dict[tuple[str, str], list[Node]] = defaultdict(list)
        for node in self.nodes.values():
            for spelling in {plain(node.name), plain(str(node.in_language("name", "hi"))), node.code.casefold()}:
                self.by_spelling[node.kind, spelling].append(node)
        self.at_node: dict[int, list[Competency]] = defaultdict(list)
        self.competencies: dict[str, list[Competency]] = defaultdict(list)
        known = {found.pk: found for found in approved().prefetch_related("scale__levels")}
        for found in known.values():
            if found.node_id is not None:
                self.at_node[found.node_id].append(found)
            for spelling in {plain(found.name), plain(found.code), plain(str(found.in_language("name", "hi")))}:
                self.competencies[spelling].append(found)
        for alias in Alias.objects.all():
            if alias.node_id is not None:
                node = self.nodes[alias.node_id]
                self.by_spelling[node.kind, plain(alias.name)].append(node)
            elif alias.competency_id in known:
                self.competencies[plain(alias.name)].append(known[alias.competency_id])
        self.positions: dict[int, Position | None] = {}
        self._asked: dict[int, tuple[Asked, Asked]] = {}
        self._found = describing((organisation.path, title) for title in set(self.designations.values()))

    def position(self, designation: Designation) -> Position | None:
        """The position that describes the designation in the organisation, inherited ones included."""
        if designation.pk not in self.positions:
            self.positions[designation.pk] = nearest(self.organisation.path, designation, self._found)
        return self.positions[designation.pk]

    def asked(self, position: Position, on: date) -> tuple[Asked, Asked]:
        """What the position asks for here: inherited, and added by the organisation itself."""
        if position.pk not in self._asked:
            self._asked[position.pk] = asked_apart(position, self.organisation, on)
        return self._asked[position.pk]

    def by_code(self, text: str) -> Competency | None:
        """The competency in force with this code, which needs no place in the tree beside it."""
        named = self.competencies.get(plain(text), []) if text else []
        return next((row for row in named if plain(row.code) == plain(text)), None)

    def competency(self, area: str, theme: str, sub_theme: str) -> tuple[Competency | None, list[str]]:
        """The competency that stands at a place of the tree, or everything that is wrong with the place."""
        wrong = []
        areas = self.by_spelling.get((Node.Kind.AREA, plain(area)), [])
        if not areas:
            wrong.append(_("Competency Area: “%(value)s” is not an area.") % {"value": area})
        themes = self.by_spelling.get((Node.Kind.THEME, plain(theme)), [])
        under = [found for found in themes if not areas or found.parent_id in {node.pk for node in areas}]
        if not themes:
            wrong.append(_("Competency Theme: “%(value)s” is not a theme.") % {"value": theme})
        elif not under:
            text, parent = _("Competency Theme: “%(value)s” stands in the area %(area)s."), themes[0].parent
            wrong.append(text % {"value": theme, "area": parent.in_language("name") if parent is not None else ""})
        if wrong:
            return None, wrong
        return self._at(sub_theme, {found.pk for found in under})

    def _at(self, sub_theme: str, themes: set[int]) -> tuple[Competency | None, list[str]]:
        places = self.by_spelling.get((Node.Kind.SUB_THEME, plain(sub_theme)), [])
        here = {found.pk for found in places if found.parent_id in themes}
        found = [competency for place in here for competency in self.at_node[place]]
        if not here:
            named = self.competencies.get(plain(sub_theme), [])
            found = [row for row in named if row.node is None or row.node.parent_id in themes]
        found = list({row.pk: row for row in found}.values())
        if len(found) == 1:
            return found[0], []
        if found:
            codes = ", ".join(f"{row.code} ({row})" for row in found)
            return None, [
                _("Competency SubTheme: several competencies stand here. Write one code: %(codes)s.") % {"codes": codes}
            ]
        if here:
            return None, [
                _("Competency SubTheme: no competency in force stands at “%(value)s”.") % {"value": sub_theme}
            ]
        elsewhere = [row.parent for row in places if row.parent is not None]
        if elsewhere:
            text = _("Competency SubTheme: “%(value)s” stands under the theme %(theme)s.")
            return None, [text % {"value": sub_theme, "theme": elsewhere[0].in_language("name")}]
        return None, [_("Competency SubTheme: “%(value)s” is not a sub-theme of this theme.") % {"value": sub_theme}]


def level_of(competency: Competency, text: str) -> tuple[int | None, list[str]]:
    """A level by number or name; None for an empty cell."""
    if not text:
        return None, []
    for level in competency.scale.levels.all():
        names = {str(level.number), plain(level.name), plain(str(level.in_language("name", "hi")))}
        if plain(text) in names:
            return level.number, []
    most = max((level.number for level in competency.scale.levels.all()), default=0)
    wrong = _("Level: “%(value)s” is not on the scale of %(competency)s (1 to %(most)s).")
    return None, [wrong % {"value": text, "competency": competency, "most": most}]


def criticality_of(text: str) -> tuple[int, list[str]]:
    """How critical, by number or word; an empty cell is important."""
    if not text:
        return int(Requirement.Criticality.IMPORTANT), []
    for value in Requirement.Criticality:
        if plain(text) in {str(int(value)), value.name.casefold(), plain(str(value.label))}:
            return int(value), []
    return 0, [_("Criticality: write Useful, Important or Critical.")]


def _designations(organisation: "Organisation") -> dict[str, Designation]:
    """The designations used here by every spelling: their names in either language, other names of one included."""
    used = list(designations_for(organisation))
    found = {plain(title.name): title for title in used}
    for title in used:
        found.setdefault(plain(str(title.in_language("name", "hi"))), title)
    own = Q(organisation__isnull=True) | Q(organisation__path__in=prefixes(organisation.path))
    others: Iterable[Designation] = Designation.objects.filter(own, same_as__isnull=False).select_related("same_as")
    for other in others:
        if other.same_as is not None:
            found.setdefault(plain(other.name), other.same_as)
    return found
