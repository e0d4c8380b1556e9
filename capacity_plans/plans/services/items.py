"""What a version asks for: add, change and remove items."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from capacity_plans.plans import audience as rules
from capacity_plans.plans import facts
from capacity_plans.plans.models import Plan, PlanItem, PlanVersion
from capacity_plans.plans.services.editing import hold
from igot.journal.services import publish
from igot.kernel.clock import FinancialYear, day_in_india
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from courses.authoring.models import Course
    from igot.accounts.models import User

CHANGEABLE = (
    "course",
    "need",
    "label",
    "due_on",
    "apar_relevant",
    "counts_earlier",
    "audience",
    "reason",
    "translations",
)
MOST_ITEMS = 200


@transaction.atomic
def add_item(
    *,
    version: PlanVersion,
    course: "Course",
    need: str = PlanItem.Need.MANDATORY,
    label: str = PlanItem.Label.MINISTRY,
    due_on: date,
    audience: Mapping[str, Any],
    apar_relevant: bool = False,
    counts_earlier: bool = True,
    reason: str = "",
    translations: Mapping[str, Mapping[str, str]] | None = None,
    seen: datetime | None = None,
    actor: "User",
    at: datetime,
) -> PlanItem:
    """Ask for one course more. `audience` is a rule of `plans.audience`; `due_on` the last day in time, in India;
    `translations` the reason in further languages: `{"hi": {"reason": ..}}`.

    Raises Refused for a due date that is past or outside the plan's financial year, a rule that is none, a course
    that is in the version already; Conflict where the version can no longer be changed. Publishes PlanItemAdded.
    """
    version = hold(version, seen=seen, at=at)
    plan = version.plan
    values = _checked(
        plan,
        {
            "course": course,
            "need": need,
            "label": label,
            "due_on": due_on,
            "audience": audience,
            "apar_relevant": apar_relevant,
            "counts_earlier": counts_earlier,
            "reason": reason,
            "translations": translations or {},
        },
        at,
    )
    place = version.items.aggregate(last=Max("place"))["last"] or 0
    if version.items.count() >= MOST_ITEMS:
        raise Refused(_("A plan holds at most %(most)s items.") % {"most": MOST_ITEMS})
    try:
        with transaction.atomic():
            item = PlanItem.objects.create(version=version, place=place + 1, **values)
    except IntegrityError as error:
        raise Refused(_("This course is in the plan already. Change that item instead."), field="course") from error
    fact = facts.PlanItemAdded(
        plan=str(plan.public_id), version=str(version.public_id), item=str(item.key), course=str(course.public_id)
    )
    publish(fact, organisation=plan.organisation, actor=actor, subject=plan, at=at)
    return item


@transaction.atomic
def change_item(
    *, item: PlanItem, changes: Mapping[str, Any], seen: str | None = None, actor: "User", at: datetime
) -> PlanItem:
    """Change an item of a version in the making; `changes` names any of course, need, label, due_on, apar_relevant,
    counts_earlier, audience, reason, translations. `seen` is the item's `edition` the writer had before them.

    Raises as `add_item`, and Conflict where somebody else changed the item. Publishes PlanItemChanged when something
    changed.
    """
    version = hold(item.version, seen=None, at=at)
    plan = version.plan
    item = _held(item, seen)
    values = _checked(plan, {name: changes[name] for name in CHANGEABLE if name in changes}, at, item.key)
    changed = [name for name, value in values.items() if getattr(item, name) != value]
    if not changed:
        return item
    for name in changed:
        setattr(item, name, values[name])
    try:
        with transaction.atomic():
            item.save(update_fields=changed)
    except IntegrityError as error:
        raise Refused(_("This course is in the plan already. Change that item instead."), field="course") from error
    fact = facts.PlanItemChanged(
        plan=str(plan.public_id), version=str(version.public_id), item=str(item.key), fields=changed
    )
    publish(fact, organisation=plan.organisation, actor=actor, subject=plan, at=at)
    return item


@transaction.atomic
def remove_item(*, item: PlanItem, actor: "User", at: datetime) -> None:
    """Ask for one course less; does nothing the second time. Raises Conflict where the version can no longer be
    changed.

    Publishes PlanItemRemoved.
    """
    version = hold(item.version, seen=None, at=at)
    plan, key = version.plan, str(item.key)
    removed, _kinds = PlanItem.objects.filter(pk=item.pk).delete()
    if removed:
        fact = facts.PlanItemRemoved(plan=str(plan.public_id), version=str(version.public_id), item=key)
        publish(fact, organisation=plan.organisation, actor=actor, subject=plan, at=at)


def due_date_error(*, due_on: date, year: FinancialYear, today: date) -> str | None:
    """What is wrong with a due date: past, or outside the financial year; None where nothing is."""
    if due_on not in year:
        values = {"first": date_format(year.first_day), "last": date_format(year.last_day), "year": str(year)}
        return (
            _("The due date lies outside the financial year %(year)s. Choose a day from %(first)s to %(last)s.")
            % values
        )
    if due_on < today:
        return _("The due date %(day)s is past. Choose today or a later day.") % {"day": date_format(due_on)}
    return None


def in_force_already(*, plan: Plan, key: UUID, due_on: date) -> bool:
    """Whether the published version asks for the item by this very day: an amendment may keep such a date though
    it is past.
    """
    return plan.current is not None and plan.current.items.filter(key=key, due_on=due_on).exists()


def _held(item: PlanItem, seen: str | None) -> PlanItem:
    found = PlanItem.objects.select_related("course", "version").filter(pk=item.pk).first()
    if found is None:
        raise Conflict(_("Somebody has removed this item from the plan meanwhile."))
    if seen is not None and found.edition != seen:
        raise Conflict(
            _("Somebody has changed this item since you opened the page. Look at it as it is now, then save again.")
        )
    found.version = item.version
    return found


def _checked(plan: Plan, values: dict[str, Any], at: datetime, key: UUID | None = None) -> dict[str, Any]:
    wrong: dict[str, list[str]] = {}
    if "due_on" in values and not (key and in_force_already(plan=plan, key=key, due_on=values["due_on"])):
        error = due_date_error(due_on=values["due_on"], year=FinancialYear(plan.year), today=day_in_india(at))
        if error:
            wrong["due_on"] = [error]
    for name, choices in (("need", PlanItem.Need.values), ("label", PlanItem.Label.values)):
        if name in values and values[name] not in choices:
            wrong[name] = [_("Choose one of the values offered.")]
    if "reason" in values:
        values["reason"] = values["reason"].strip()
    if "translations" in values:
        texts = {language: each.get("reason", "").strip() for language, each in values["translations"].items()}
        values["translations"] = {language: {"reason": text} for language, text in texts.items() if text}
    for text in (values.get("reason", ""), *(each["reason"] for each in values.get("translations", {}).values())):
        if len(text) > 300:
            wrong["reason"] = [_("Keep the reason within 300 characters.")]
    course = values.get("course")
    if course is not None and (course.current_id is None or course.is_archived):
        wrong["course"] = [_("This course is not published. Choose one of the catalogue.")]
    if "audience" in values:
        try:
            values["audience"] = rules.check(values["audience"], plan.organisation)
        except Refused as refusal:
            wrong["audience"] = [str(refusal.message)]
    if wrong:
        raise Refused(fields=wrong)
    return values
