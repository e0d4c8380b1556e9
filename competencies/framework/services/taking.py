"""Take a framework in: scales, the tree, competencies with their levels, aliases."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from competencies.framework.facts import FrameworkImported
from competencies.framework.models import Alias, Competency, Descriptor, Node, Scale, ScaleLevel, Status
from igot.journal.services import publish

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

Data = dict[str, Any]


@dataclass
class Imported:
    """What an import did. `different` are codes in force whose wording in the file is another: they change by a new
    version only.
    """

    nodes: int = 0
    competencies: int = 0
    aliases: int = 0
    different: list[str] = field(default_factory=list)


@transaction.atomic
def import_framework(*, data: Data, organisation: "Organisation", actor: "User | None", at: datetime) -> Imported:
    """Add what is not there yet, by code, as approved and owned by the organisation; translations follow the file.

    `data`: `scales` (levels with gists), `areas` (themes, sub_themes), `competencies` (five descriptors), `aliases`
    (optional).
    Running it again changes nothing; what was retired since stays retired. Publishes FrameworkImported when something
    was added.
    """
    done = Imported()
    scales = {scale["id"]: _take_scale(scale) for scale in data.get("scales", [])}
    nodes = _take_tree(data.get("areas", []), done)
    items = data.get("competencies", [])
    decided = Competency.objects.filter(status__in=[Status.APPROVED, Status.RETIRED])
    known = {
        found.code: found
        for found in decided.filter(code__in=[item["id"] for item in items]).prefetch_related("descriptors")
    }
    for item in items:
        _take_competency(item, scales, nodes, known, organisation=organisation, done=done)
    _take_aliases(data.get("aliases", []), [item["id"] for item in items], done)
    if done.nodes or done.competencies or done.aliases:
        fact = FrameworkImported(nodes=done.nodes, competencies=done.competencies, aliases=done.aliases)
        publish(fact, organisation=organisation, actor=actor, at=at)
    return done


def _hindi(item: Data, **names: str) -> Data:
    texts = {target: item[source] for target, source in names.items() if item.get(source)}
    return {"hi": texts} if texts else {}


def _take_scale(item: Data) -> Scale:
    named = {"name": item["name"], "translations": _hindi(item, name="name_hi")}
    scale, _new = Scale.objects.update_or_create(code=item["id"], defaults=named)
    for level in item["levels"]:
        ScaleLevel.objects.update_or_create(
            scale=scale,
            number=level["level"],
            defaults={
                "name": level["name"],
                "gist": level.get("gist", ""),
                "translations": _hindi(level, name="name_hi", gist="gist_hi"),
            },
        )
    return scale


def _take_tree(areas: list[Data], done: Imported) -> dict[str, Node]:
    nodes: dict[str, Node] = {}

    def take(item: Data, kind: str, parent: Node | None, place: int) -> Node:
        node, new = Node.objects.update_or_create(
            code=item["id"],
            defaults={
                "kind": kind,
                "name": item["name"],
                "parent": parent,
                "place": place,
                "translations": _hindi(item, name="name_hi"),
            },
        )
        done.nodes += new
        nodes[node.code] = node
        return node

    for area_place, area in enumerate(areas):
        area_node = take(area, Node.Kind.AREA, None, area_place)
        for theme_place, theme in enumerate(area.get("themes", [])):
            theme_node = take(theme, Node.Kind.THEME, area_node, theme_place)
            for place, sub_theme in enumerate(theme.get("sub_themes", [])):
                take(sub_theme, Node.Kind.SUB_THEME, theme_node, place)
    return nodes


def _take_competency(
    item: Data,
    scales: dict[str, Scale],
    nodes: dict[str, Node],
    known: dict[str, Competency],
    *,
    organisation: "Organisation",
    done: Imported,
) -> None:
    translations = _hindi(item, name="name_hi", definition="definition_hi")
    wording = {level["level"]: level["descriptor"] for level in item["levels"]}
    held = known.get(item["id"])
    if held is not None and held.status == Status.RETIRED:
        return
    if held is not None:
        # Once a wording went through FRACing, its other languages are approved with it.
        if held.version == 1 and held.translations != translations:
            Competency.objects.filter(pk=held.pk).update(translations=translations)
        written = {descriptor.level: descriptor.text for descriptor in held.descriptors.all()}
        if (held.name, held.definition, written) != (item["name"], item["definition"], wording):
            done.different.append(held.code)
        return
    made = Competency.objects.create(
        code=item["id"],
        kind=item["type"],
        name=item["name"],
        definition=item["definition"],
        scale=scales[item["scale"]],
        node=nodes.get(item.get("sub_theme") or ""),
        organisation=organisation,
        status=Status.APPROVED,
        translations=translations,
    )
    Descriptor.objects.bulk_create(
        Descriptor(
            competency=made,
            level=level["level"],
            text=level["descriptor"],
            translations=_hindi(level, text="descriptor_hi"),
        )
        for level in item["levels"]
    )
    done.competencies += 1


def _take_aliases(aliases: list[Data], codes: list[str], done: Imported) -> None:
    # Only to those of the file, as it knows them: another framework may call its own the same, and what went through
    # FRACing was approved with its spellings.
    named = Competency.objects.filter(status=Status.APPROVED, version=1, code__in=codes)
    competencies = {found.name: found for found in named}
    nodes = {(node.kind, node.name): node for node in Node.objects.all()}
    for item in aliases:
        target: Data = {}
        if item["kind"] == "competency" and item["canonical"] in competencies:
            target = {"competency": competencies[item["canonical"]]}
        elif (item["kind"], item["canonical"]) in nodes:
            target = {"node": nodes[item["kind"], item["canonical"]]}
        if target:
            _alias, new = Alias.objects.get_or_create(name=item["alias"], **target)
            done.aliases += new
