"""Submit, take back, decide, publish."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from capacity_plans.plans import facts
from capacity_plans.plans.audience import matching
from capacity_plans.plans.models import PlanItem, PlanVersion
from capacity_plans.plans.services.drafting import last_day_to_order
from capacity_plans.plans.services.editing import EDITABLE, lock
from capacity_plans.plans.services.items import due_date_error, in_force_already
from igot.approvals import queries as approvals
from igot.approvals import services as approving
from igot.journal.services import publish
from igot.kernel.clock import FinancialYear, day_in_india
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from igot.accounts.models import User

KIND = "capacity_plans.plan"


def problems(version: PlanVersion, *, at: datetime) -> dict[str, list[str]]:
    """What stands in the way of submitting: field `items`, or `item-<key>` for one item, each with its remedy."""
    plan = version.plan
    today, year = day_in_india(at), FinancialYear(plan.year)
    wrong: dict[str, list[str]] = {}
    items = list(version.items.select_related("course__current"))
    if not items:
        wrong["items"] = [_("The plan asks for nothing yet. Add at least one course.")]
    for item in items:
        name = f"item-{item.key}"
        title = title_of(item)
        error = (
            None
            if in_force_already(plan=plan, key=item.key, due_on=item.due_on)
            else due_date_error(due_on=item.due_on, year=year, today=today)
        )
        if error:
            wrong.setdefault(name, []).append(f"{title}: {error}")
        if item.course.is_archived or item.course.current_id is None:
            message = _("%(course)s is no longer offered. Remove the item or choose another course.") % {
                "course": title
            }
            wrong.setdefault(name, []).append(message)
        if not matching(item.audience, plan.organisation).exists():
            message = _("%(course)s reaches nobody. Widen its audience or remove the item.") % {"course": title}
            wrong.setdefault(name, []).append(message)
    return wrong


@transaction.atomic
def submit_plan(*, version: PlanVersion, actor: "User", at: datetime) -> PlanVersion:
    """Give the version to the Commission's reviewers; a second time it does nothing.

    Raises Refused with every problem (no items, due dates past or outside the year, items reaching nobody), Conflict
    where it is approved or published already. Publishes PlanSubmitted, and RequestOpened by the approvals.
    """
    version = lock(version)
    if version.state == PlanVersion.State.SUBMITTED:
        return version
    if version.state not in EDITABLE:
        raise Conflict(_("This version has been decided already."))
    wrong = problems(version, at=at)
    if wrong:
        raise Refused(_("The plan cannot be submitted yet. Mend what is named below."), fields=wrong)
    plan = version.plan
    version.state, version.submitted_at = PlanVersion.State.SUBMITTED, at
    version.save(update_fields=["state", "submitted_at"])
    year = FinancialYear(plan.year)
    titles = {language: year.added_to(title) for language, title in plan.in_all_languages("title").items()}
    approving.open_request(
        kind=KIND,
        subject_id=version.public_id,
        organisation=plan.organisation,
        title=titles.pop("en"),
        titles=titles,
        details=[
            (gettext_noop("Financial year"), str(year)),
            (gettext_noop("Version"), str(version.number)),
            (gettext_noop("Items"), str(version.items.count())),
        ],
        actor=actor,
        at=at,
    )
    return _announce(facts.PlanSubmitted, version, actor, at)


@transaction.atomic
def take_back(*, version: PlanVersion, actor: "User", at: datetime) -> PlanVersion:
    """Make a submitted or approved version a draft again, so that it can be changed; a pending review is withdrawn.

    Does nothing to a draft. Raises Conflict where it is published. Publishes PlanTakenBack.
    """
    version = lock(version)
    if version.state in EDITABLE:
        return version
    if version.state not in (PlanVersion.State.SUBMITTED, PlanVersion.State.APPROVED):
        raise Conflict(_("A published plan is not taken back. Begin an amendment instead."))
    if version.state == PlanVersion.State.SUBMITTED:
        request = approvals.history(KIND, version.public_id).filter(state="pending").first()
        if request is not None:
            approving.withdraw(request=request, actor=actor, at=at)
    version.state = PlanVersion.State.DRAFT
    version.approved_at = None
    version.save(update_fields=["state", "approved_at"])
    return _announce(facts.PlanTakenBack, version, actor, at)


@transaction.atomic
def approve_plan(*, version_id: UUID, actor: "User", at: datetime) -> PlanVersion:
    """The effect of the reviewer's yes. Raises Conflict where the version is not under review. Publishes
    PlanApproved.
    """
    version = _under_review(version_id)
    version.state, version.approved_at = PlanVersion.State.APPROVED, at
    version.save(update_fields=["state", "approved_at"])
    return _announce(facts.PlanApproved, version, actor, at)


@transaction.atomic
def return_plan(*, version_id: UUID, actor: "User", at: datetime) -> PlanVersion:
    """The effect of the reviewer's return. Raises Conflict where the version is not under review. Publishes
    PlanReturned.
    """
    version = _under_review(version_id)
    version.state = PlanVersion.State.RETURNED
    version.save(update_fields=["state"])
    return _announce(facts.PlanReturned, version, actor, at)


@transaction.atomic
def publish_plan(
    *, version: PlanVersion, order_number: str = "", order_date: date | None = None, actor: "User", at: datetime
) -> PlanVersion:
    """Put an approved version into force, under an office order; what was in force is superseded. A second time it
    does nothing.

    Raises Refused where an item's due date has passed since the approval or the order lies in the future, Conflict
    where the version is not approved. Publishes PlanPublished, for which workers assign the items.
    """
    version = lock(version)
    plan = version.plan
    if version.state == PlanVersion.State.PUBLISHED:
        return version
    if version.state != PlanVersion.State.APPROVED:
        raise Conflict(_("Only an approved version can be published."))
    last_day_to_order(order_date=order_date, at=at)
    today = day_in_india(at)
    late = [
        item
        for item in version.items.select_related("course__current")
        if item.due_on < today and not in_force_already(plan=plan, key=item.key, due_on=item.due_on)
    ]
    if late:
        message = _(
            "The due date of %(course)s, %(day)s, has passed since the approval. Take the plan back and set another."
        )
        raise Refused(message % {"course": title_of(late[0]), "day": date_format(late[0].due_on)}, field="items")
    plan.versions.filter(state=PlanVersion.State.PUBLISHED).update(state=PlanVersion.State.SUPERSEDED)
    version.state, version.published_at, version.published_by = PlanVersion.State.PUBLISHED, at, actor
    version.order_number, version.order_date = (
        order_number.strip() or version.order_number,
        order_date or version.order_date,
    )
    version.save(update_fields=["state", "published_at", "published_by", "order_number", "order_date"])
    plan.current = version
    plan.save(update_fields=["current"])
    return _announce(facts.PlanPublished, version, actor, at)


def title_of(item: PlanItem) -> str:
    """What the item's course is called, in the reader's language."""
    return item.course.current.in_language("title") if item.course.current else item.course.slug


def _under_review(version_id: UUID) -> PlanVersion:
    found = PlanVersion.objects.filter(public_id=version_id).first()
    version = lock(found) if found else None
    if version is None or version.state != PlanVersion.State.SUBMITTED:
        raise Conflict(_("This plan is no longer under review."))
    return version


def _announce(
    fact: type[
        facts.PlanSubmitted | facts.PlanTakenBack | facts.PlanApproved | facts.PlanReturned | facts.PlanPublished
    ],
    version: PlanVersion,
    actor: "User",
    at: datetime,
) -> PlanVersion:
    plan = version.plan
    told = fact(plan=str(plan.public_id), version=str(version.public_id))
    publish(told, organisation=plan.organisation, actor=actor, subject=plan, at=at)
    return version
