"""What taking a package in would do: compared with what is here, item by item."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from competencies.framework.case.reading import Item, Read
from competencies.framework.models import Competency, Framework, Node

MOST_LINES = 300


@dataclass
class Changes:
    """New items, changed ones with each difference, and how many stay; what is here and not in the package."""

    framework: Framework | None
    nodes: dict[str, Node]
    competencies: dict[str, Competency]
    new: list[Item] = field(default_factory=list)
    changed: list[tuple[Item, list[tuple[str, str, str]]]] = field(default_factory=list)
    same: int = 0
    missing: list[str] = field(default_factory=list)

    def report(self, read: Read) -> dict[str, Any]:
        """As it is kept and shown; long lists are cut, their counts are not."""
        lines = [
            {"guid": item.guid, "name": item.name, "differences": [list(entry) for entry in differences]}
            for item, differences in self.changed
        ]
        return {
            "title": read.document.get("title", ""),
            "creator": read.document.get("creator", ""),
            "items": len(read.items),
            "new": [{"guid": item.guid, "name": item.name} for item in self.new[:MOST_LINES]],
            "new_count": len(self.new),
            "changed": lines[:MOST_LINES],
            "changed_count": len(self.changed),
            "same": self.same,
            "missing": self.missing[:MOST_LINES],
            "missing_count": len(self.missing),
            "links": len(read.links),
            "left_out": read.left_out,
            "faults": [list(fault) for fault in read.faults],
        }


def compare(read: Read) -> Changes:
    """What would change. Adds faults to `read` for identifiers and codes that belong to somebody else."""
    guids = list(read.items)
    framework = Framework.objects.filter(public_id=read.guid).first() if read.guid else None
    nodes = Node.objects.filter(public_id__in=guids).select_related("framework", "parent")
    known = Competency.objects.filter(guid__in=guids).select_related("framework", "node", "scale")
    found = Changes(
        framework=framework,
        nodes={str(node.public_id): node for node in nodes},
        competencies={str(row.guid): row for row in known.prefetch_related("descriptors")},
    )
    _refuse_strangers(read, found)
    for item in read.items.values():
        held: Node | Competency | None = found.competencies.get(item.guid) or found.nodes.get(item.guid)
        if held is None:
            found.new.append(item)
            continue
        differences = differences_of(item, held)
        if differences:
            found.changed.append((item, differences))
        else:
            found.same += 1
    if framework is not None:
        own = [*Node.objects.filter(framework=framework).values_list("public_id", "name")]
        own += [*Competency.objects.filter(framework=framework).values_list("guid", "name")]
        found.missing = [name for guid, name in own if str(guid) not in read.items]
    return found


def _refuse_strangers(read: Read, found: Changes) -> None:
    mine = found.framework.pk if found.framework else None
    for guid, item in read.items.items():
        held: Node | Competency | None = found.competencies.get(guid) or found.nodes.get(guid)
        if held is None:
            continue
        if held.framework_id != mine:
            owner = held.framework.title if held.framework else _("this platform's dictionary")
            message = _("The identifier of “%(name)s” belongs to another framework: %(owner)s.")
            read.fault(f"{item.where}.identifier", message % {"name": item.name, "owner": owner})
        elif isinstance(held, Node) == (item.kind == ""):
            read.fault(item.where, _("“%(name)s” is here as another kind of item.") % {"name": item.name})


def differences_of(item: Item, held: Node | Competency) -> list[tuple[str, str, str]]:
    """Field, what is here, what the package says."""
    pairs = [("name", held.name, item.name), ("translations", held.translations, item.translations)]
    if isinstance(held, Competency):
        texts = {row.level: row.text for row in held.descriptors.all()}
        pairs.append(("definition", held.definition, item.statement))
        pairs.append(("parent", str(held.node.public_id) if held.node else "", item.parent or ""))
        for number, level in enumerate(item.levels, start=1):
            pairs.append((f"level {number}", texts.get(number, ""), level["text"]))
    else:
        pairs.append(("parent", str(held.parent.public_id) if held.parent else "", item.parent or ""))
    return [(name, str(before), str(after)) for name, before, after in pairs if before != after]
