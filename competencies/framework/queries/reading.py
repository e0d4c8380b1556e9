"""Read the dictionary: what is approved, by code, by words."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Lower

from competencies.framework.models import Alias, Competency, Descriptor, Node, Scale, ScaleLevel, Status
from igot.kernel.errors import NotFound

MOST_WORDS = 8


def everything() -> QuerySet[Competency]:
    """Every competency with its scale and its place, whatever its state."""
    return Competency.objects.select_related("scale", "node__parent__parent")


def approved() -> QuerySet[Competency]:
    """Every competency in force, with its place in the tree."""
    found = Competency.objects.filter(status=Status.APPROVED)
    return found.select_related("scale", "node__parent__parent").order_by("kind", "name", "pk")


def competencies_named(public_ids: "Iterable[UUID | str]") -> dict[str, Competency]:
    """The competencies with these public ids, by the id as text; one query."""
    return {str(found.public_id): found for found in Competency.objects.filter(public_id__in=set(public_ids))}


def competency(public_id: UUID | str) -> Competency:
    """A competency that is or was in force (what learners hold stays readable). Raises NotFound."""
    readable = Competency.objects.filter(status__in=[Status.APPROVED, Status.RETIRED], public_id=public_id)
    found = readable.select_related("scale", "node__parent__parent", "organisation", "replaced_by").first()
    if found is None:
        raise NotFound()
    return found


def by_codes(codes: Iterable[str]) -> dict[str, Competency]:
    """The competencies in force among the codes."""
    return {found.code: found for found in approved().filter(code__in=list(codes))}


def find(text: str) -> QuerySet[Competency]:
    """The competencies in force or retired in which each word is met: in the name (either language), code, definition,
    theme or another spelling.
    """
    found = everything().filter(status__in=[Status.APPROVED, Status.RETIRED]).order_by("kind", "name", "pk")
    # As they are indexed: each of these finds its rows without reading the whole dictionary.
    found = found.alias(
        plain_name=Lower("name"),
        plain_definition=Lower("definition"),
        plain_hindi=Lower(KT("translations__hi__name")),
    )
    for word in text.lower().split()[:MOST_WORDS]:
        # Other tables are asked first: their answers are few.
        spelled = Alias.objects.alias(plain=Lower("name")).filter(plain__contains=word, competency__isnull=False)
        found = found.filter(
            Q(plain_name__contains=word)
            | Q(plain_hindi__contains=word)
            | Q(code__in=[word, word.upper()])
            | Q(plain_definition__contains=word)
            | Q(node__in=_places_called(word))
            | Q(pk__in=[*spelled.values_list("competency_id", flat=True)])
        )
    return found


def _places_called(word: str) -> list[int]:
    """The places of the tree with the word in their name or another spelling of it, and those directly below."""
    named = Node.objects.filter(Q(name__icontains=word) | Q(aliases__name__icontains=word)).values("pk")
    return [*Node.objects.filter(Q(pk__in=named) | Q(parent__in=named)).values_list("pk", flat=True)]


def search(text: str = "", *, area: str = "") -> QuerySet[Competency]:
    """The competencies in force that fit the words. `area` is the code of an area of the tree, or a type."""
    found = find(text).filter(status=Status.APPROVED)
    if area:
        found = found.filter(Q(kind=area) | Q(node__parent__parent__code=area))
    return found


def areas() -> QuerySet[Node]:
    """The areas of the tree, in their order."""
    return Node.objects.filter(kind=Node.Kind.AREA).order_by("place", "pk")


def levels(competency: Competency) -> list[tuple[ScaleLevel, Descriptor | None]]:
    """Each level of the competency's scale with what the competency looks like there."""
    texts = {descriptor.level: descriptor for descriptor in competency.descriptors.all()}
    return [(level, texts.get(level.number)) for level in competency.scale.levels.all()]


def aliases(competency: Competency) -> list[str]:
    """Other spellings under which the competency, or its place in the tree, is met."""
    own = set(competency.aliases.values_list("name", flat=True))
    if competency.node is not None:
        own |= set(competency.node.aliases.values_list("name", flat=True))
    return sorted(own - {competency.name})


def node_names(codes: Iterable[str]) -> dict[str, str]:
    """What the places of the tree are called, by their codes."""
    return {node.code: str(node.in_language("name")) for node in Node.objects.filter(code__in=set(codes))}


def kind_names(values: Iterable[str]) -> dict[str, str]:
    """What the types of competencies are called."""
    return {value: str(label) for value, label in Competency.Kind.choices}


def scale_names(codes: Iterable[str]) -> dict[str, str]:
    """What scales are called, by their codes."""
    return {scale.code: str(scale.in_language("name")) for scale in Scale.objects.filter(code__in=set(codes))}
