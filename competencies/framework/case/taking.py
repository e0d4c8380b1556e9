"""Write what a package brings: the framework, its tree, competencies with their levels, and how they are joined."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from competencies.framework.case.changes import Changes
from competencies.framework.case.reading import Item, Read, extensions_of
from competencies.framework.models import (
    Competency,
    CompetencyLink,
    Descriptor,
    Framework,
    Node,
    ReviewDecision,
    Revision,
    Scale,
    ScaleLevel,
    Status,
)

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

ACHIEVED = {"name": "Achieved", "text": "", "translations": {}}
WORDING = ("name", "definition", "node", "translations")
PLACE = ("kind", "name", "parent", "place", "translations")
KEPT = ("adoptionStatus", "frameworkType", "notes", "statusStartDate", "statusEndDate")


def take(said: Read, changes: Changes, *, organisation: "Organisation", actor: "User", at: datetime) -> Framework:
    """Write it, within the caller's transaction; the framework it became."""
    framework = _take_framework(said, organisation, at)
    changed = {item.guid for item, _differences in changes.changed}
    nodes = _take_nodes(said, dict(changes.nodes), changed, framework)
    items = [item for item in said.items.values() if item.kind == ""]
    new = [item for item in items if item.guid not in changes.competencies]
    scales = _Scales(said, framework)
    codes = _free_codes(new, Competency.objects.values_list("code", flat=True), 40, "CASE-")
    made = [
        Competency(
            guid=UUID(item.guid),
            code=codes[item.guid],
            kind=item.family,
            version=item.version,
            scale=scales.of(item),
            framework=framework,
            organisation=organisation,
            status=Status.RETIRED if item.ended else Status.APPROVED,
            **_wording(item, nodes),
        )
        for item in new
    ]
    Competency.objects.bulk_create(made, batch_size=1000)
    taken = {**changes.competencies, **{str(row.guid): row for row in made}}
    touched = [item for item in items if item.guid in changed]
    for item in touched:
        row = taken[item.guid]
        for name, value in {**_wording(item, nodes), "version": row.version + 1}.items():
            setattr(row, name, value)
    Competency.objects.bulk_update([taken[item.guid] for item in touched], [*WORDING, "version"], batch_size=500)
    _describe(new + touched, taken)
    _note(new + touched, taken, actor=actor, at=at)
    _join(said, taken, actor=actor, at=at)
    return framework


def _wording(item: Item, nodes: dict[str, Node]) -> dict[str, Any]:
    values = (item.name, item.statement, nodes.get(item.parent or ""), item.translations)
    return dict(zip(WORDING, values, strict=True))


def _free_codes(items: list[Item], taken: Iterable[str], longest: int, prefix: str) -> dict[str, str]:
    """The item's own code, or one made of its identifier where it has none or another thing bears it."""
    known, codes = set(taken), {}
    for item in items:
        code = item.code[:longest] or f"{prefix}{item.guid[:8]}"
        if code in known:
            code = f"{code[: longest - 9]}-{item.guid[:8]}"
        codes[item.guid] = code
        known.add(code)
    return codes


def _take_framework(said: Read, organisation: "Organisation", at: datetime) -> Framework:
    head = said.document
    extensions = extensions_of(head)
    translations = extensions.get("igot:translations")
    values: dict[str, Any] = {
        "title": str(head["title"])[:250],
        "creator": str(head["creator"])[:250],
        "publisher": str(head.get("publisher") or "")[:250],
        "description": str(head.get("description") or ""),
        "edition": str(head.get("version") or "")[:60],
        "uri": str(head.get("officialSourceURL") or "")[:500],
        "translations": translations if isinstance(translations, dict) else {},
        "changed_at": at,
        "document": {
            "imported": True,
            "CFDocument": {name: head[name] for name in KEPT if isinstance(head.get(name), str)},
            "associations": said.associations,
        },
    }
    code = str(extensions.get("igot:code") or "")[:51] or f"case-{said.guid[:8]}"
    if Framework.objects.filter(code=code).exclude(public_id=said.guid).exists():
        code = f"{code}-{said.guid[:8]}"
    first = {"code": code, "organisation": organisation, "is_national": organisation.is_root()}
    framework, _new = Framework.objects.update_or_create(
        public_id=said.guid, defaults=values, create_defaults={**values, **first}
    )
    return framework


def _take_nodes(said: Read, nodes: dict[str, Node], changed: set[str], framework: Framework) -> dict[str, Node]:
    """The tree, one storey after the other: who stands below needs the row above."""
    places = [item for item in said.items.values() if item.kind]
    codes = _free_codes(
        [item for item in places if item.guid not in nodes], Node.objects.values_list("code", flat=True), 120, ""
    )
    storeys: dict[int, list[Item]] = {}
    for item in places:
        steps, above = 0, item.parent
        while above is not None:
            steps, above = steps + 1, said.items[above].parent
        storeys.setdefault(steps, []).append(item)
    for _steps, storey in sorted(storeys.items()):
        made = [
            Node(public_id=item.guid, code=codes[item.guid], framework=framework, **_place(item, nodes))
            for item in storey
            if item.guid not in nodes
        ]
        Node.objects.bulk_create(made, batch_size=1000)
        nodes.update({str(node.public_id): node for node in made})
        moved = [item for item in storey if item.guid in changed]
        for item in moved:
            for name, value in _place(item, nodes).items():
                setattr(nodes[item.guid], name, value)
        Node.objects.bulk_update([nodes[item.guid] for item in moved], [*PLACE], batch_size=500)
    return nodes


def _place(item: Item, nodes: dict[str, Node]) -> dict[str, Any]:
    values = (item.kind, item.name, nodes.get(item.parent or ""), item.place, item.translations)
    return dict(zip(PLACE, values, strict=True))


class _Scales:
    """Finds or makes the scale of an item: the one it names, one of the same levels, or a new one."""

    def __init__(self, said: Read, framework: Framework) -> None:
        self.framework = framework
        for data in said.scales:
            _take_scale(data)
        rows = Scale.objects.prefetch_related("levels").order_by("pk")
        self.levels = {scale.code: [level.name for level in scale.levels.all()] for scale in rows}
        self.scales = {scale.code: scale for scale in rows}

    def of(self, item: Item) -> Scale:
        """Its scale."""
        names = [level["name"] for level in item.levels or [ACHIEVED]]
        if item.scale in self.scales and len(self.levels[item.scale]) >= len(names):
            return self.scales[item.scale]
        for code, known in self.levels.items():
            if known == names:
                return self.scales[code]
        code = f"case-{item.guid[:13]}"
        scale = Scale.objects.create(code=code, name=f"{self.framework.title[:100]} ({len(names)})")
        rows = [ScaleLevel(scale=scale, number=number, name=name) for number, name in enumerate(names, start=1)]
        ScaleLevel.objects.bulk_create(rows)
        self.scales[code], self.levels[code] = scale, names
        return scale


def _take_scale(data: dict[str, Any]) -> Scale:
    """A scale of the package under its own code; one that is here stays as it is."""
    scale, new = Scale.objects.get_or_create(
        code=data["code"][:40],
        defaults={"name": data["name"][:120], "translations": data.get("translations") or {}},
    )
    if new:
        for number, level in enumerate(sorted(data["levels"], key=lambda entry: entry["level"]), start=1):
            texts = {"name": str(level.get("name", number))[:60], "gist": str(level.get("gist", ""))}
            ScaleLevel.objects.create(scale=scale, number=number, translations=level.get("translations") or {}, **texts)
    return scale


def _describe(items: list[Item], taken: dict[str, Competency]) -> None:
    """What each competency looks like at each level."""
    rows = [
        Descriptor(competency=taken[item.guid], level=number, text=level["text"], translations=level["translations"])
        for item in items
        for number, level in enumerate(item.levels, start=1)
    ]
    Descriptor.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["competency", "level"],
        update_fields=["text", "translations"],
    )


def _note(items: list[Item], taken: dict[str, Competency], *, actor: "User", at: datetime) -> None:
    """Every wording as an approved revision of its own, and the decision that it holds."""
    revisions = [
        Revision(
            kind=Revision.Kind.COMPETENCY,
            item_id=taken[item.guid].public_id,
            organisation=taken[item.guid].organisation,
            version=taken[item.guid].version,
            title=item.name,
            content=_content(taken[item.guid], item),
            status=Status.APPROVED,
            origin="case",
            author=actor,
            created_at=at,
            changed_at=at,
            approved_at=at,
        )
        for item in items
    ]
    Revision.objects.bulk_create(revisions, batch_size=1000)
    decisions = [
        ReviewDecision(
            kind=revision.kind,
            item_id=revision.item_id,
            revision=revision,
            action=ReviewDecision.Action.APPROVED,
            details={"origin": "case"},
            decided_by=actor,
            decided_at=at,
        )
        for revision in revisions
    ]
    ReviewDecision.objects.bulk_create(decisions, batch_size=1000)


def _content(held: Competency, item: Item) -> dict[str, Any]:
    """The wording in the shape of the dictionary's revisions."""
    return {
        "code": held.code,
        "kind": held.kind,
        "name": held.name,
        "name_hi": _hindi(item.translations, "name"),
        "definition": held.definition,
        "definition_hi": _hindi(item.translations, "definition"),
        "scale": held.scale.code,
        "node": held.node.code if held.node else "",
        "aliases": [],
        "descriptors": [
            {"level": number, "text": level["text"], "text_hi": _hindi(level["translations"], "text")}
            for number, level in enumerate(item.levels, start=1)
        ],
    }


def _hindi(translations: dict[str, Any], name: str) -> str:
    texts = translations.get("hi")
    return str(texts.get(name, "")) if isinstance(texts, dict) else ""


def _join(said: Read, taken: dict[str, Competency], *, actor: "User", at: datetime) -> None:
    """What replaced what, and the crosswalk to competencies that are here."""
    ends = {destination for _origin, destination, _relation in said.links}
    ends |= {item.replaced_by for item in said.items.values() if item.replaced_by}
    valid = [end for end in ends if end not in taken and _is_uuid(end)]
    others = {str(row.guid): row for row in Competency.objects.filter(guid__in=valid)} | taken
    replaced = []
    for item in said.items.values():
        if item.replaced_by in others and item.guid in taken:
            taken[item.guid].replaced_by = others[item.replaced_by]
            replaced.append(taken[item.guid])
    Competency.objects.bulk_update(replaced, ["replaced_by"], batch_size=500)
    links = [
        CompetencyLink(
            competency=taken[origin], other=others[destination], relation=relation, added_by=actor, added_at=at
        )
        for origin, destination, relation in said.links
        if origin in taken and destination in others and origin != destination
    ]
    CompetencyLink.objects.bulk_create(links, batch_size=1000, ignore_conflicts=True)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
