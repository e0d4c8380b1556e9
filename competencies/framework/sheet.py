"""The sheet of competencies: each row becomes a submitted wording, of a new competency or of one in force."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from competencies.framework import competency_items as competencies
from competencies.framework import services
from competencies.framework.items import Content
from competencies.framework.models import Competency, Node, Revision, Scale, Status
from competencies.framework.queries import open_revision, revision_by_id
from igot.imports.kinds import Check, Checked, Values
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

LEVELS = range(1, 6)
PLACES = {"Area": Node.Kind.AREA, "Theme": Node.Kind.THEME, "Sub-theme": Node.Kind.SUB_THEME}
HEADINGS = (
    "Code*",
    "Type*",
    "Name*",
    "Name in Hindi",
    "Definition*",
    "Definition in Hindi",
    *PLACES,
    "Scale",
    *(heading for level in LEVELS for heading in (f"Level {level}", f"Level {level} in Hindi")),
    "Other spellings",
)
# The heading under which what is wrong with a field of the content is said.
NAMES = {
    "code": "Code",
    "kind": "Type",
    "name": "Name",
    "name_hi": "Name in Hindi",
    "definition": "Definition",
    "definition_hi": "Definition in Hindi",
    "node": "Sub-theme",
    "scale": "Scale",
    "descriptors": "Level",
    "aliases": "Other spellings",
}


class CompetencyCheck(Check):
    """Remembers the codes and names it met, so that a competency stands in a sheet once."""

    def __init__(self, organisation: "Organisation") -> None:
        super().__init__(organisation)
        self.reader = Reader()
        self.met: dict[str, set[str]] = {"code": set(), "name": set()}

    def rows(self, batch: Sequence[Values]) -> list[Checked]:
        codes = {values["Code*"] for values in batch}
        known = {found.code: found for found in _known().filter(code__in=codes)}
        return [self._judge(values, known.get(values["Code*"])) for values in batch]

    def _judge(self, values: Values, item: Competency | None) -> Checked:
        content, errors = self.reader.read(values, item, self.organisation)
        for field, met in self.met.items():
            plain = str(content[field]).casefold()
            if plain and plain in met:
                errors.append(_("%(column)s: stands in this sheet more than once.") % {"column": NAMES[field]})
            met.add(plain)
        for field, texts in competencies.check(content, self.organisation, item).items():
            errors += [f"{NAMES[field]}: {text}" for text in texts]
        on_its_way = open_revision(Revision.Kind.COMPETENCY, item.public_id) if item is not None else None
        if on_its_way is not None:
            errors.append(_("Code: a new version of this competency is already on its way."))
        if errors:
            return Checked(errors=errors)
        if item is None:
            return Checked(change="new")
        return Checked(change="same" if content == competencies.snapshot(item) else "changed")


class Reader:
    """Turns a row into a content; the tree and the scales are read once."""

    def __init__(self) -> None:
        self.scales = list(Scale.objects.prefetch_related("levels").order_by("pk"))
        self.nodes = list(Node.objects.select_related("parent__parent").prefetch_related("aliases"))
        self.kinds = {value: value for value in Competency.Kind.values}
        for language in ("en", "hi"):
            with override(language):
                self.kinds |= {str(label).casefold(): value for value, label in Competency.Kind.choices}

    def read(self, values: Values, item: Competency | None, organisation: "Organisation") -> tuple[Content, list[str]]:
        """The content, and what cannot be read in it. An empty cell keeps what is in force."""
        before = competencies.snapshot(item) if item is not None else competencies.blank(organisation)
        errors: list[str] = []
        cells = {
            "code": values["Code*"],
            "name": values["Name*"],
            "name_hi": values["Name in Hindi"],
            "definition": values["Definition*"],
            "definition_hi": values["Definition in Hindi"],
        }
        content = {**before, **{field: text for field, text in cells.items() if text}}
        kind = values["Type*"].casefold()
        content["kind"] = self.kinds.get(kind, kind) if kind else before["kind"] if item is not None else ""
        content["scale"] = self._scale(values["Scale"], before["scale"], errors)
        content["node"] = self._place(values, before["node"], errors)
        content["descriptors"] = self._descriptors(values, content["scale"], before["descriptors"])
        spellings = [text.strip() for text in values["Other spellings"].split(";") if text.strip()]
        if spellings:
            content["aliases"] = sorted(spellings, key=str.casefold)
        return content, errors

    def _scale(self, text: str, before: str, errors: list[str]) -> str:
        if not text:
            return before
        for scale in self.scales:
            if text.casefold() in {name.casefold() for name in (scale.code, *scale.in_all_languages("name").values())}:
                return scale.code
        names = ", ".join(str(scale.in_language("name")) for scale in self.scales)
        errors.append(_("Scale: “%(value)s” is not on the list: %(names)s.") % {"value": text, "names": names})
        return before

    def _place(self, values: Values, before: str, errors: list[str]) -> str:
        """The sub-theme, under the theme and area that the row names."""
        if not any(values[heading] for heading in PLACES):
            return before
        if not values["Sub-theme"]:
            errors.append(_("Sub-theme: needed where an area or a theme is given."))
            return before
        fits = [node for node in self.nodes if node.kind == Node.Kind.SUB_THEME and self._is(node, values["Sub-theme"])]
        fits = [node for node in fits if self._is(node.parent, values["Theme"])]
        fits = [node for node in fits if self._is(node.parent and node.parent.parent, values["Area"])]
        if len(fits) != 1:
            place = " › ".join(values[heading] for heading in PLACES if values[heading])
            text = _("Sub-theme: “%(place)s” stands in the tree more than once; name its theme and area too.")
            if not fits:
                text = _("Sub-theme: “%(place)s” is not in the tree of themes.")
            errors.append(text % {"place": place})
            return before
        return fits[0].code

    def _is(self, node: Node | None, name: str) -> bool:
        if not name:
            return True
        if node is None:
            return False
        spellings = [node.code, *node.in_all_languages("name").values(), *(alias.name for alias in node.aliases.all())]
        return name.casefold() in {spelling.casefold() for spelling in spellings}

    def _descriptors(self, values: Values, scale_code: str, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
        scale = next((scale for scale in self.scales if scale.code == scale_code), None)
        on_scale = {level.number for level in scale.levels.all()} if scale is not None else set()
        written = {row["level"]: row for row in before}
        rows = []
        for level in LEVELS:
            row = dict(written.get(level, {"level": level, "text": "", "text_hi": ""}))
            row["text"] = values[f"Level {level}"] or row["text"]
            row["text_hi"] = values[f"Level {level} in Hindi"] or row["text_hi"]
            if level in on_scale or row["text"] or row["text_hi"]:
                rows.append(row)
        return rows


def apply_row(values: Values, organisation: "Organisation", actor: "User", at: datetime) -> dict[str, Any]:
    """Submit what the row says; judged once more, since the dictionary may have moved since the check."""
    item = _known().filter(code=values["Code*"]).first()
    content, errors = Reader().read(values, item, organisation)
    if errors:
        raise Refused(fields={"row": errors})
    try:
        revision = services.start_revision(
            kind=Revision.Kind.COMPETENCY,
            organisation=organisation,
            item_id=item.public_id if item is not None else None,
            content=content,
            origin="sheet",
            actor=actor,
            at=at,
        )
        services.submit(revision=revision, actor=actor, at=at)
    except Conflict as conflict:
        raise Refused(conflict.message, field="row") from conflict
    return {"revision": str(revision.public_id)}


def undo_row(undo: dict[str, Any], actor: "User", at: datetime) -> bool:
    """Take the wording back and let it go; False once somebody decided it, or for another's."""
    revision = revision_by_id(UUID(undo["revision"]))
    if revision.status != Status.SUBMITTED or revision.author_id != actor.pk:
        return False
    services.take_back(revision=revision, actor=actor, at=at)
    services.discard(revision=revision, actor=actor, at=at)
    return True


def _known() -> Any:
    found = Competency.objects.filter(status=Status.APPROVED).select_related("scale", "node")
    return found.prefetch_related("descriptors")
