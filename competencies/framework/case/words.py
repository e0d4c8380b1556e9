"""The names CASE 1.1 gives to things, and ours for them (1EdTech CASE 1.1, information model)."""

from uuid import UUID, uuid5

from competencies.framework.models import Node, Relation

ROOT = "/ims/case/v1p1/"
# Identifiers of what has no row of its own are made from those of the rows, so every export names them alike.
NAMESPACE = UUID("6f0b1f5e-6b5c-5d7e-9a43-0f3c2a1d7e11")
COMPETENCY = "Competency"
ITEM_TYPES: dict[str, str] = {
    Node.Kind.AREA: "Competency area",
    Node.Kind.THEME: "Competency theme",
    Node.Kind.SUB_THEME: "Competency sub-theme",
    Node.Kind.GROUP: "Group of competencies",
}
KINDS = {label.lower(): kind for kind, label in ITEM_TYPES.items()}
CHILD = "isChildOf"
REPLACED = "replacedBy"
ASSOCIATIONS: dict[str, str] = {
    Relation.EXACT: "exactMatchOf",
    Relation.BROAD: "ext:broadMatchOf",
    Relation.NARROW: "ext:narrowMatchOf",
    Relation.RELATED: "isRelatedTo",
}
RELATIONS = {name: relation for relation, name in ASSOCIATIONS.items()}
KNOWN_ASSOCIATIONS = {
    "isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo", "replacedBy", "exemplar",
    "hasSkillLevel", "isTranslationOf",
}  # fmt: skip


def made_id(*parts: object) -> str:
    """The identifier of something that is made of other things: the same on every installation."""
    return str(uuid5(NAMESPACE, ":".join(str(part) for part in parts)))


def type_id(name: str) -> str:
    """The identifier of an item type."""
    return made_id("item type", name)
