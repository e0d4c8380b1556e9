"""Read plans, their versions, whom they reach, and how one version differs from another."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, When

from capacity_plans.plans.audience import Audience, matching
from capacity_plans.plans.models import Plan, PlanItem, PlanVersion
from igot.accounts.queries import people_in
from igot.approvals.queries import history
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

SAMPLE = 10
IN_THE_MAKING = (
    PlanVersion.State.DRAFT,
    PlanVersion.State.SUBMITTED,
    PlanVersion.State.RETURNED,
    PlanVersion.State.APPROVED,
)
COMPARED = ("need", "label", "due_on", "apar_relevant", "counts_earlier", "audience", "reason", "translations")


@dataclass(frozen=True)
class Reach:
    """How many people a rule or a plan asks, and some of them."""

    people: int
    sample: "list[User]"


@dataclass(frozen=True)
class Change:
    """One difference between two versions: `what` is added, removed or changed; `fields` are (name, before, after)."""

    what: str
    item: PlanItem
    fields: list[tuple[str, Any, Any]]


def plan_by_id(public_id: UUID | str) -> Plan:
    """The plan with this public id, within the open scope. Raises NotFound."""
    plan: Plan | None = Plan.objects.select_related("organisation", "current").filter(public_id=public_id).first()
    if plan is None:
        raise NotFound
    return plan


def version_by_id(public_id: UUID | str) -> PlanVersion:
    """The version with this public id; for callers who have already opened a door to it. Raises NotFound."""
    version = PlanVersion.objects.select_related("plan__organisation").filter(public_id=public_id).first()
    if version is None:
        raise NotFound
    return version


def annual_plan(organisation: "Organisation", year: int) -> Plan | None:
    """The organisation's annual plan of a financial year (`year` is the one it begins in), if it has one."""
    found: Plan | None = Plan.objects.filter(organisation=organisation, year=year, kind=Plan.Kind.ANNUAL).first()
    return found


def plans_of(organisation: "Organisation", *, text: str = "", state: str = "") -> "QuerySet[Plan]":
    """The plans of an organisation, the latest year first, each with its versions in the making and in force.

    `state` is one of PlanVersion.State and holds for the newest version; `text` is looked for in the titles.
    """
    found = Plan.objects.filter(organisation=organisation).select_related("organisation", "current")
    for word in text.split():
        found = found.filter(Q(title__icontains=word) | Q(translations__hi__title__icontains=word))
    if state:
        found = found.filter(versions__state=state).distinct()
    versions = PlanVersion.objects.annotate(item_count=Count("items")).order_by("-number")
    result: QuerySet[Plan] = found.prefetch_related(Prefetch("versions", versions, to_attr="all_versions")).order_by(
        "-year", "-pk"
    )
    return result


def plans_in_force(since: int = 0) -> "QuerySet[Plan]":
    """The plans with a published version, within the open scope; `since` leaves out earlier financial years."""
    found: QuerySet[Plan] = Plan.objects.filter(current__isnull=False, year__gte=since)
    return found.select_related("organisation", "current").order_by("pk")


def plans_within(organisation: "Organisation") -> "QuerySet[Plan]":
    """The plans of a subtree."""
    found: QuerySet[Plan] = Plan.objects.filter(organisation__path__startswith=organisation.path)
    return found.select_related("organisation", "current").prefetch_related(
        Prefetch("versions", PlanVersion.objects.order_by("number"))
    )


def in_the_making(plan: Plan) -> PlanVersion | None:
    """The version that is being drafted or decided, if there is one."""
    version = plan.versions.filter(state__in=IN_THE_MAKING).first()
    if version is not None:
        version.plan = plan
    return version


def newest(plan: Plan) -> PlanVersion:
    """The version to show first: the one in the making, else the newest."""
    order = Case(When(state__in=IN_THE_MAKING, then=0), default=1, output_field=IntegerField())
    version = plan.versions.annotate(_first=order).order_by("_first", "-number")[0]
    version.plan = plan
    return version


def items_of(version: PlanVersion) -> list[PlanItem]:
    """The items in order, with their courses."""
    return list(version.items.select_related("course__current", "course__organisation"))


def reach(rule: dict[str, Any], organisation: "Organisation") -> Reach:
    """Whom a rule asks: how many, and the first ten by name."""
    return _reach(matching(rule, organisation))


def reach_of(version: PlanVersion) -> Reach:
    """Whom at least one item of the version asks."""
    organisation = version.plan.organisation
    anyone = Q(pk__in=[])
    for item in version.items.all():
        anyone |= Audience(item.audience, organisation).condition()
    return _reach(people_in(organisation).filter(anyone))


def _reach(people: "QuerySet[User]") -> Reach:
    sample = people.select_related("organisation", "designation").order_by("name", "pk")[:SAMPLE]
    return Reach(people.count(), list(sample))


def difference(version: PlanVersion) -> list[Change]:
    """What the version changes against the one before it; nothing for the first."""
    before = version.plan.versions.filter(number=version.number - 1).first()
    if before is None:
        return []
    old = {item.key: item for item in items_of(before)}
    new = {item.key: item for item in items_of(version)}
    changes = [Change("added", item, []) for key, item in new.items() if key not in old]
    for key, item in new.items():
        if key in old:
            fields = [
                (name, getattr(old[key], name), getattr(item, name))
                for name in COMPARED
                if getattr(old[key], name) != getattr(item, name)
            ]
            if item.course_id != old[key].course_id:
                fields.insert(0, ("course", old[key].course, item.course))
            if fields:
                changes.append(Change("changed", item, fields))
    return changes + [Change("removed", item, []) for key, item in old.items() if key not in new]


def returned_comment(version: PlanVersion) -> str:
    """What the reviewer asked to be changed, the last time the version was returned."""
    for request in history("capacity_plans.plan", version.public_id):
        comments = [step.comment for step in request.steps.all() if step.state == "returned"]
        if comments:
            return comments[-1]
    return ""


def titles_by_public_id(ids: Iterable[str]) -> dict[str, str]:
    """The titles of the plans with these public ids, as far as the running scope sees them."""
    return {str(plan.public_id): str(plan.in_language("title")) for plan in Plan.objects.filter(public_id__in=set(ids))}
