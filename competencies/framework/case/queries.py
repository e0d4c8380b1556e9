"""What a framework holds, for its CASE package; imports of others."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max, Prefetch, Q, QuerySet

from competencies.framework.models import (
    CaseImport,
    Competency,
    CompetencyLink,
    Framework,
    Node,
    Revision,
    Scale,
    Status,
)
from igot.kernel.errors import NotFound
from igot.kernel.tenancy import everywhere

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

READABLE = (Status.APPROVED, Status.RETIRED)


@dataclass(frozen=True)
class Contents:
    """The rows of a package, when each competency last changed, and when any of them did."""

    nodes: list[Node]
    competencies: list[Competency]
    scales: list[Scale]
    changes: dict[int, datetime]
    changed: datetime


def frameworks(*, national_only: bool) -> QuerySet[Framework]:
    """The frameworks there are; strangers read the national ones only."""
    found = Framework.objects.select_related("organisation").order_by("title", "pk")
    return found.filter(is_national=True) if national_only else found


def framework(public_id: UUID | str, *, national_only: bool = False) -> Framework:
    """A framework by its identifier. Raises NotFound."""
    found = frameworks(national_only=national_only).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def framework_of(item_id: UUID | str, *, national_only: bool) -> Framework:
    """The framework that holds an item. Raises NotFound."""
    readable = frameworks(national_only=national_only)
    held = Competency.objects.filter(guid=item_id, status__in=READABLE).values_list("framework", "node__framework")
    ids = {pk for pair in held for pk in pair if pk is not None}
    found = readable.filter(nodes__public_id=item_id).first() or readable.filter(pk__in=ids).first()
    if found is None:
        raise NotFound
    return found


def _within(framework: Framework) -> Q:
    """What was taken in with it, and what was approved since into its tree."""
    return Q(framework=framework) | Q(framework__isnull=True, node__framework=framework)


def contents(framework: Framework) -> Contents:
    """Everything in it, in the order of the tree."""
    links = CompetencyLink.objects.select_related("other").order_by("pk")
    rows = (
        Competency.objects.filter(_within(framework), status__in=READABLE)
        .select_related("scale", "replaced_by")
        .prefetch_related("descriptors", "scale__levels", Prefetch("links", links))
        .order_by("code", "pk")
    )
    competencies = list(rows)
    by_item = {row.public_id: row.pk for row in competencies}
    with everywhere():
        approved = (
            Revision.objects.filter(kind=Revision.Kind.COMPETENCY, item_id__in=by_item, approved_at__isnull=False)
            .values_list("item_id")
            .annotate(last=Max("approved_at"))
        )
        changes = {by_item[item]: max(last, framework.changed_at) for item, last in approved}
    scales = {row.scale_id: row.scale for row in competencies}
    return Contents(
        nodes=list(Node.objects.filter(framework=framework).order_by("kind", "place", "pk")),
        competencies=competencies,
        scales=[scales[key] for key in sorted(scales)],
        changes=changes,
        changed=max([framework.changed_at, *changes.values()]),
    )


def imports(organisation: "Organisation") -> QuerySet[CaseImport]:
    """The packages an organisation brought, newest first, in the open scope."""
    found = CaseImport.objects.filter(organisation__path__startswith=organisation.path)
    return found.select_related("uploaded_by").defer("package").order_by("-uploaded_at", "-pk")


def case_import(organisation: "Organisation", public_id: UUID | str) -> CaseImport:
    """One of them. Raises NotFound."""
    found = imports(organisation).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
