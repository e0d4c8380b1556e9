"""Read the tree."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from igot.kernel.errors import NotFound
from igot.kernel.statements import Statement
from igot.organisations.models import Designation, Organisation, Share


def prefixes(path: str) -> list[str]:
    """The paths of a node's ancestors and of itself, from the root down."""
    step = Organisation.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]


def root() -> Organisation | None:
    """The government at the root of the tree."""
    return Organisation.objects.filter(depth=1).order_by("path").first()


def by_slug(slug: str) -> Organisation:
    """The organisation with this slug. Raises NotFound."""
    # A NUL character is in no slug, and the database takes none.
    found = Organisation.objects.filter(slug=slug).first() if "\x00" not in slug else None
    if found is None:
        raise NotFound
    return found


def by_slugs(slugs: Iterable[str]) -> QuerySet[Organisation]:
    """The organisations among the slugs."""
    return Organisation.objects.filter(slug__in=list(slugs))


def by_code(code: str) -> Organisation | None:
    """The organisation with this code, if any."""
    return Organisation.objects.filter(code=code).first()


def by_public_id(public_id: UUID) -> Organisation:
    """The organisation with this public id. Raises NotFound."""
    found: Organisation | None = _BY_PUBLIC_ID.first(public_id=public_id)
    if found is None:
        raise NotFound
    return found


_BY_PUBLIC_ID = Statement(lambda public_id: Organisation.objects.filter(public_id=public_id), public_id="uuid")


def public_ids(keys: Iterable[int]) -> dict[int, UUID]:
    """The public ids of organisations, by their keys."""
    return dict(Organisation.objects.filter(pk__in=set(keys)).values_list("pk", "public_id"))


def subtree_of(organisation: Organisation) -> QuerySet[Organisation]:
    """The organisation and everything below it, in the order of the tree."""
    return Organisation.objects.filter(path__startswith=organisation.path).order_by("path")


def children_of(organisation: Organisation) -> QuerySet[Organisation]:
    """The organisations directly below, in the order of the tree."""
    below = Organisation.objects.filter(path__startswith=organisation.path, depth=organisation.depth + 1)
    return below.order_by("path")


def ancestors_and_self(organisation: Organisation) -> QuerySet[Organisation]:
    """From the root down to the organisation itself."""
    return Organisation.objects.filter(path__in=prefixes(organisation.path)).order_by("path")


def shared_ids(*, subject_kind: str, organisation: Organisation) -> QuerySet[Share, UUID]:
    """The ids of the things of a kind that are shared with the organisation or one above it."""
    reaching = Share.objects.filter(subject_kind=subject_kind, organisation__path__in=prefixes(organisation.path))
    return reaching.values_list("subject_id", flat=True)


def shares_of(*, subject_kind: str, subject_id: UUID) -> QuerySet[Organisation]:
    """The organisations a thing is shared with."""
    ids = Share.objects.filter(subject_kind=subject_kind, subject_id=subject_id).values("organisation")
    return Organisation.objects.filter(pk__in=ids).order_by("path")


def designations_for(organisation: Organisation | None) -> QuerySet[Designation]:
    """The master list and what the organisation and those above it have added, by name."""
    own = Q(organisation__isnull=True)
    if organisation is not None:
        own |= Q(organisation__path__in=prefixes(organisation.path))
    return Designation.objects.filter(own, is_active=True, same_as__isnull=True).order_by("name")


def designation(public_id: UUID) -> Designation:
    """The designation with this public id. Raises NotFound."""
    found = Designation.objects.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def names_by_code(codes: Iterable[str]) -> dict[str, str]:
    """What the organisations with these codes are called."""
    return {found.code: str(found) for found in Organisation.objects.filter(code__in=set(codes))}


def names_by_public_id(ids: Iterable[str]) -> dict[str, str]:
    """What the organisations with these public ids are called."""
    return {str(found.public_id): str(found) for found in Organisation.objects.filter(public_id__in=set(ids))}
