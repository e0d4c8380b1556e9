"""Read a CASE package somebody brings: every fault is named by the place it stands at; nothing is written here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from competencies.framework.case.words import CHILD, COMPETENCY, KINDS, KNOWN_ASSOCIATIONS, RELATIONS, REPLACED
from competencies.framework.models import Competency, Node

Json = dict[str, Any]
MOST_ITEMS = 20_000
MOST_FAULTS = 200
DEEPEST = 12
LONGEST_NAME = 160


@dataclass
class Item:
    """One item of the package, in our words. `kind` is one of the node kinds, or empty for a competency."""

    guid: str
    where: str
    name: str
    statement: str
    code: str = ""
    kind: str = ""
    parent: str | None = None
    place: int = 0
    family: str = ""
    scale: str = ""
    version: int = 1
    ended: bool = False
    replaced_by: str | None = None
    translations: Json = field(default_factory=dict)
    levels: list[Json] = field(default_factory=list)


@dataclass
class Read:
    """What a package says, and what is wrong with it."""

    guid: str = ""
    document: Json = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    associations: dict[str, str] = field(default_factory=dict)
    scales: list[Json] = field(default_factory=list)
    left_out: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)

    def fault(self, where: str, message: str) -> None:
        """Note a fault, as long as anybody would read on."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((where, message))


def read(package: Any) -> Read:
    """Everything the package says; see `faults` before using it."""
    found = Read()
    if not isinstance(package, dict) or not isinstance(package.get("CFDocument"), dict):
        found.fault("CFDocument", _("The file is no CASE package: it has no CFDocument."))
        return found
    found.document = package["CFDocument"]
    found.guid = _identifier(found, found.document, "CFDocument") or ""
    for name in ("title", "creator"):
        if not _text(found.document, name):
            found.fault(f"CFDocument.{name}", _("This has to be filled."))
    _take_items(found, package)
    _take_associations(found, package)
    _take_rubrics(found, package)
    _take_kinds(found)
    _refuse_circles(found)
    found.scales = [scale for scale in _list(extensions_of(package).get("igot:scales")) if _is_scale(scale)]
    return found


def _rows(found: Read, package: Json, name: str) -> Iterator[tuple[str, Json]]:
    rows = package.get(name, [])
    if not isinstance(rows, list):
        found.fault(name, _("This has to be a list."))
        return
    if len(rows) > MOST_ITEMS:
        found.fault(name, _("At most %(most)s entries can be taken in at a time.") % {"most": MOST_ITEMS})
        return
    for number, row in enumerate(rows):
        where = f"{name}[{number}]"
        if isinstance(row, dict):
            yield where, row
        else:
            found.fault(where, _("This has to be an object."))


def _identifier(found: Read, row: Json, where: str) -> str | None:
    try:
        return str(UUID(str(row.get("identifier") or row.get("sourcedId"))))
    except ValueError:
        found.fault(f"{where}.identifier", _("An identifier is a UUID."))
        return None


def _text(row: Json, name: str) -> str:
    value = row.get(name)
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def extensions_of(row: Json) -> Json:
    """What the publisher added beyond the standard; nothing where it is no object."""
    extensions = row.get("extensions")
    return extensions if isinstance(extensions, dict) else {}


def _take_items(found: Read, package: Json) -> None:
    for where, row in _rows(found, package, "CFItems"):
        guid = _identifier(found, row, where)
        statement = _text(row, "fullStatement")
        if not statement:
            found.fault(f"{where}.fullStatement", _("This has to be filled."))
        if guid is None:
            continue
        if guid in found.items:
            found.fault(f"{where}.identifier", _("The identifier stands twice in the file: %(guid)s.") % {"guid": guid})
            continue
        own, named = extensions_of(row), _text(row, "CFItemType")
        version, translations = own.get("igot:version"), own.get("igot:translations")
        found.items[guid] = Item(
            guid=guid,
            where=where,
            name=(_text(row, "abbreviatedStatement") or statement)[:LONGEST_NAME],
            statement=statement,
            code=_text(row, "humanCodingScheme"),
            kind=KINDS.get(named.lower(), "" if named == COMPETENCY else "?"),
            family=str(own.get("igot:kind", "")),
            scale=str(own.get("igot:scale", "")),
            version=version if isinstance(version, int) and 1 <= version < 10_000 else 1,
            ended=bool(_text(row, "statusEndDate")),
            translations=translations if isinstance(translations, dict) else {},
        )
    if not found.items and not found.faults:
        found.fault("CFItems", _("The package holds no item."))


def _take_associations(found: Read, package: Json) -> None:
    for where, row in _rows(found, package, "CFAssociations"):
        kind = _text(row, "associationType")
        if kind not in KNOWN_ASSOCIATIONS and not kind.startswith("ext:"):
            found.fault(f"{where}.associationType", _("CASE knows no association “%(kind)s”.") % {"kind": kind})
            continue
        origin, destination = (_end(row, name) for name in ("originNodeURI", "destinationNodeURI"))
        identifier = _identifier(found, row, where)
        item = found.items.get(origin)
        if item is None:
            found.fault(f"{where}.originNodeURI", _("The item it starts from is not in the package."))
        elif kind == CHILD:
            _take_parent(found, item, destination, row, where)
        elif kind == REPLACED:
            item.replaced_by = destination
        elif kind in RELATIONS:
            found.links.append((origin, destination, RELATIONS[kind]))
        else:
            found.left_out += 1
        if identifier:
            found.associations[f"{kind}:{origin}:{destination}"] = identifier


def _end(row: Json, name: str) -> str:
    value = row.get(name)
    return str(value.get("identifier", "")).lower() if isinstance(value, dict) else ""


def _take_parent(found: Read, item: Item, parent: str, row: Json, where: str) -> None:
    place = row.get("sequenceNumber")
    item.place = min(max(place - 1, 0), 30_000) if isinstance(place, int) else 0
    if parent == found.guid:
        return
    if parent not in found.items:
        message = _("The parent of “%(name)s” is not in the package: %(parent)s.")
        found.fault(f"{where}.destinationNodeURI", message % {"name": item.name, "parent": parent or "?"})
    elif item.parent is None:
        item.parent = parent
    elif item.parent != parent:
        found.fault(where, _("“%(name)s” has two parents; it can stand at one place only.") % {"name": item.name})


def _take_rubrics(found: Read, package: Json) -> None:
    for _where, row in _rows(found, package, "CFRubrics"):
        for criterion in _list(row.get("CFRubricCriteria")):
            item = found.items.get(_end(criterion, "CFItemURI")) if isinstance(criterion, dict) else None
            if item is None:
                continue
            levels = [level for level in _list(criterion.get("CFRubricCriterionLevels")) if isinstance(level, dict)]
            levels.sort(key=lambda level: level["position"] if isinstance(level.get("position"), int) else 0)
            item.levels = [
                {
                    "name": _text(level, "quality")[:60] or str(number),
                    "text": _text(level, "description"),
                    "translations": _level_translations(level),
                }
                for number, level in enumerate(levels[:10], start=1)
            ]


def _level_translations(level: Json) -> Json:
    first: Any = next(iter(_list(level.get("extensions"))), {})
    translations = first.get("igot:translations") if isinstance(first, dict) else None
    return translations if isinstance(translations, dict) else {}


def _take_kinds(found: Read) -> None:
    """Items of another publisher's types: those with children are groups, the others competencies."""
    parents = {item.parent for item in found.items.values()}
    for item in found.items.values():
        if item.kind == "?":
            item.kind = Node.Kind.GROUP if item.guid in parents else ""
        if item.kind == "" and item.guid in parents:
            found.fault(item.where, _("“%(name)s” is a competency and has items below it.") % {"name": item.name})
        if item.family not in Competency.Kind.values:
            item.family = Competency.Kind.DOMAIN


def _refuse_circles(found: Read) -> None:
    settled: set[str] = set()
    for item in found.items.values():
        way: list[str] = []
        at: str | None = item.guid
        while at is not None and at not in settled and at in found.items:
            if at in way:
                message = _("“%(name)s” stands below itself.")
                found.fault(found.items[at].where, message % {"name": found.items[at].name})
                break
            way.append(at)
            at = found.items[at].parent
        if len(way) > DEEPEST:
            found.fault(item.where, _("The tree is deeper than %(deepest)s steps.") % {"deepest": DEEPEST})
        settled.update(way)


def _is_scale(scale: Any) -> bool:
    return (
        isinstance(scale, dict)
        and isinstance(scale.get("code"), str)
        and isinstance(scale.get("name"), str)
        and bool(_list(scale.get("levels")))
        and all(isinstance(level, dict) and isinstance(level.get("level"), int) for level in scale["levels"])
    )
