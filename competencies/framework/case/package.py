"""A framework as a CASE 1.1 package: document, items, associations, definitions, and a rubric per competency."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from competencies.framework.case import queries
from competencies.framework.case.words import (
    ASSOCIATIONS,
    CHILD,
    COMPETENCY,
    ITEM_TYPES,
    REPLACED,
    ROOT,
    made_id,
    type_id,
)
from competencies.framework.models import Competency, Framework, Node, Scale, Status

Json = dict[str, Any]


def stamp(at: datetime) -> str:
    """A moment as CASE writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def address(kind: str, identifier: UUID | str) -> str:
    """The network address of a thing: `kind` is CFItems, CFDocuments and so on."""
    return f"{settings.SITE_ORIGIN}{ROOT}{kind}/{identifier}"


def link(kind: str, identifier: UUID | str, title: str) -> Json:
    """A reference to another thing."""
    return {"title": title, "identifier": str(identifier), "uri": address(kind, identifier)}


def document(framework: Framework, changed: datetime) -> Json:
    """The head of the package."""
    status = "Adopted" if framework.is_national else "Draft"
    kept = {
        key: value
        for key, value in framework.document.get("CFDocument", {}).items()
        if key in {"adoptionStatus", "frameworkType", "notes", "statusStartDate", "statusEndDate", "officialSourceURL"}
    }
    made = {
        "identifier": str(framework.public_id),
        "uri": address("CFDocuments", framework.public_id),
        "creator": framework.creator,
        "title": framework.title,
        "publisher": framework.publisher,
        "description": framework.description,
        "officialSourceURL": framework.uri,
        "version": framework.edition,
    }
    filled = {key: value for key, value in made.items() if value}
    fixed = {"language": "en", "caseVersion": "1.1", "lastChangeDateTime": stamp(changed)}
    extensions = {"igot:code": framework.code, "igot:translations": framework.translations}
    return {"adoptionStatus": status, **kept, **filled, **fixed, "extensions": extensions}


def node_item(node: Node, changed: datetime) -> Json:
    """A place in the tree as an item."""
    name = ITEM_TYPES[node.kind]
    return {
        "identifier": str(node.public_id),
        "uri": address("CFItems", node.public_id),
        "fullStatement": node.name,
        "abbreviatedStatement": node.name,
        "humanCodingScheme": node.code,
        "CFItemType": name,
        "CFItemTypeURI": link("CFItemTypes", type_id(name), name),
        "language": "en",
        "lastChangeDateTime": stamp(changed),
        "extensions": {"igot:translations": node.translations},
    }


def competency_item(competency: Competency, changed: datetime) -> Json:
    """A competency as an item; its definition is the full statement."""
    item = {
        "identifier": str(competency.guid),
        "uri": address("CFItems", competency.guid),
        "fullStatement": competency.definition,
        "abbreviatedStatement": competency.name,
        "humanCodingScheme": competency.code,
        "CFItemType": COMPETENCY,
        "CFItemTypeURI": link("CFItemTypes", type_id(COMPETENCY), COMPETENCY),
        "language": "en",
        "lastChangeDateTime": stamp(changed),
        "extensions": {
            "igot:kind": competency.kind,
            "igot:scale": competency.scale.code,
            "igot:version": competency.version,
            "igot:translations": competency.translations,
        },
    }
    if competency.status == Status.RETIRED:
        item["statusEndDate"] = stamp(changed)[:10]
    return item


def rubric(competency: Competency, changed: datetime) -> Json:
    """What the competency looks like at each level of its scale."""
    guid = competency.guid
    rubric_id, criterion_id = made_id(guid, "rubric"), made_id(guid, "criterion")
    texts = {row.level: row for row in competency.descriptors.all()}
    levels = []
    for level in competency.scale.levels.all():
        text = texts.get(level.number)
        identifier = made_id(guid, "level", level.number)
        levels.append(
            {
                "identifier": identifier,
                "uri": f"{address('CFRubrics', rubric_id)}#{identifier}",
                "quality": level.name,
                "description": text.text if text else "",
                "score": level.number,
                "position": level.number,
                "rubricCriterionId": criterion_id,
                "lastChangeDateTime": stamp(changed),
                "extensions": [{"igot:translations": text.translations if text else {}}],
            }
        )
    criterion = {
        "identifier": criterion_id,
        "uri": f"{address('CFRubrics', rubric_id)}#{criterion_id}",
        "CFItemURI": link("CFItems", guid, competency.name),
        "position": 1,
        "rubricId": rubric_id,
        "lastChangeDateTime": stamp(changed),
        "CFRubricCriterionLevels": levels,
    }
    return {
        "identifier": rubric_id,
        "uri": address("CFRubrics", rubric_id),
        "title": competency.name,
        "lastChangeDateTime": stamp(changed),
        "CFRubricCriteria": [criterion],
    }


def association(kind: str, origin: Json, destination: Json, changed: datetime, kept: Json, place: int = 0) -> Json:
    """One arrow between two things; an identifier that came with an import is kept."""
    key = f"{kind}:{origin['identifier']}:{destination['identifier']}"
    identifier = kept.get(key) or made_id(key)
    made = {
        "identifier": identifier,
        "associationType": kind,
        "uri": address("CFAssociations", identifier),
        "originNodeURI": {**origin, "targetType": "CASE"},
        "destinationNodeURI": {**destination, "targetType": "CASE"},
        "lastChangeDateTime": stamp(changed),
    }
    return {**made, "sequenceNumber": place} if place else made


def package(framework: Framework) -> Json:
    """The whole framework: what is approved, and what was retired with what replaced it."""
    rows = queries.contents(framework)
    changed, kept = rows.changed, framework.document.get("associations", {})
    top = link("CFDocuments", framework.public_id, framework.title)
    places = {node.pk: link("CFItems", node.public_id, node.name) for node in rows.nodes}
    items, arrows, rubrics = [], [], []
    for node in rows.nodes:
        items.append(node_item(node, framework.changed_at))
        above = places.get(node.parent_id, top) if node.parent_id else top
        arrows.append(association(CHILD, places[node.pk], above, framework.changed_at, kept, node.place + 1))
    for place, competency in enumerate(rows.competencies, start=1):
        at = rows.changes.get(competency.pk, framework.changed_at)
        own = link("CFItems", competency.guid, competency.name)
        items.append(competency_item(competency, at))
        rubrics.append(rubric(competency, at))
        above = places.get(competency.node_id, top) if competency.node_id else top
        arrows.append(association(CHILD, own, above, at, kept, place))
        if competency.replaced_by is not None:
            other = link("CFItems", competency.replaced_by.guid, competency.replaced_by.name)
            arrows.append(association(REPLACED, own, other, at, kept))
        for joined in competency.links.all():
            other = link("CFItems", joined.other.guid, joined.other.name)
            arrows.append(association(ASSOCIATIONS[joined.relation], own, other, joined.added_at, kept))
    names = [ITEM_TYPES[kind] for kind in Node.Kind.values if any(node.kind == kind for node in rows.nodes)]
    return {
        "CFDocument": document(framework, changed),
        "CFItems": items,
        "CFAssociations": arrows,
        "CFDefinitions": {"CFItemTypes": [item_type(name, framework) for name in [*names, COMPETENCY]]},
        "CFRubrics": rubrics,
        "extensions": {"igot:scales": [_scale(scale) for scale in rows.scales]},
    }


def item_type(name: str, framework: Framework) -> Json:
    """The definition of a kind of item."""
    order = [*ITEM_TYPES.values(), COMPETENCY]
    return {
        "identifier": type_id(name),
        "uri": address("CFItemTypes", type_id(name)),
        "title": name,
        "description": name,
        "hierarchyCode": str(order.index(name) + 1),
        "lastChangeDateTime": stamp(framework.changed_at),
    }


def _scale(scale: Scale) -> Json:
    levels = [
        {"level": row.number, "name": row.name, "gist": row.gist, "translations": row.translations}
        for row in scale.levels.all()
    ]
    return {"code": scale.code, "name": scale.name, "translations": scale.translations, "levels": levels}
