"""Begin a plan, word it, amend it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from capacity_plans.plans import facts
from capacity_plans.plans.models import Plan, PlanItem, PlanVersion
from capacity_plans.plans.services.editing import hold
from igot.journal.services import publish
from igot.kernel.clock import FinancialYear, day_in_india
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

OF_THE_PLAN = ("title", "translations")
OF_THE_VERSION = ("objectives", "order_number", "order_date", "translations")
COPIED = (
    "key", "place", "course", "need", "label", "due_on", "apar_relevant", "counts_earlier", "audience", "reason",
    "translations",
)  # fmt: skip
YEARS_AHEAD = 2


@transaction.atomic
def draft_plan(
    *,
    organisation: "Organisation",
    year: int,
    kind: str = Plan.Kind.ANNUAL,
    title: str,
    translations: Mapping[str, Mapping[str, str]] | None = None,
    objectives: str = "",
    actor: "User",
    at: datetime,
) -> PlanVersion:
    """Begin a plan for a financial year (`year` is the one it begins in); returns its first draft. `translations`
    holds title and objectives in further languages: `{"hi": {"title": .., "objectives": ..}}`.

    Raises Refused for a year that is over or far off, and where the organisation has its annual plan for the year
    already
    (domain: one annual plan per organisation and year; what is to change in it is an amendment). Publishes PlanDrafted.
    """
    present = FinancialYear.of(day_in_india(at)).start
    if not present <= year <= present + YEARS_AHEAD:
        raise Refused(_("Choose the present financial year or one of the next two."), field="year")
    if kind not in Plan.Kind.values:
        raise Refused(_("Choose one of the kinds of plan."), field="kind")
    _titled(title)
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                organisation=organisation,
                year=year,
                kind=kind,
                title=title.strip(),
                translations=_only("title", translations),
                created_by=actor,
            )
    except IntegrityError as error:
        message = _(
            "%(organisation)s has an annual plan for %(year)s already. Open it, or amend it once it is published."
        )
        values = {"organisation": organisation.in_language("name"), "year": FinancialYear(year)}
        raise Refused(message % values, field="year", code="plan_exists") from error
    version = PlanVersion.objects.create(
        plan=plan,
        number=1,
        objectives=objectives.strip(),
        translations=_only("objectives", translations),
        created_by=actor,
    )
    PlanVersion.objects.filter(pk=version.pk).update(changed_at=at)
    version.changed_at = at
    fact = facts.PlanDrafted(plan=str(plan.public_id), version=str(version.public_id))
    publish(fact, organisation=organisation, actor=actor, subject=plan, at=at)
    return version


@transaction.atomic
def change_version(
    *, version: PlanVersion, changes: Mapping[str, Any], seen: datetime | None = None, actor: "User", at: datetime
) -> PlanVersion:
    """Change words of a version in the making: title, objectives, translations (of both, as in `draft_plan`),
    order_number, order_date.

    Raises Conflict where it can no longer be changed, or was since `seen`. Publishes PlanChanged when something did.
    """
    version = hold(version, seen=seen, at=at)
    plan = version.plan
    if "title" in changes:
        _titled(changes["title"])
    changed = []
    for thing, names in ((plan, OF_THE_PLAN), (version, OF_THE_VERSION)):
        wanted = {name: changes[name] for name in names if name in changes}
        if "translations" in wanted:
            wanted["translations"] = _only("title" if thing is plan else "objectives", wanted["translations"])
        own = [name for name, value in wanted.items() if getattr(thing, name) != value]
        for name in own:
            setattr(thing, name, wanted[name].strip() if isinstance(wanted[name], str) else wanted[name])
        if own:
            thing.save(update_fields=own)
            changed += own
    if changed:
        fact = facts.PlanChanged(plan=str(plan.public_id), version=str(version.public_id), fields=changed)
        publish(fact, organisation=plan.organisation, actor=actor, subject=plan, at=at)
    return version


@transaction.atomic
def amend(*, plan: Plan, actor: "User", at: datetime) -> PlanVersion:
    """Begin the next version of a published plan, with the same items under the same keys; the one begun already, if
    there is.

    The published version stays in force until the amendment is published. Raises Conflict where nothing is published
    yet. Publishes PlanAmendmentBegun.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("organisation", "current").get(pk=plan.pk)
    begun = plan.versions.filter(state__in=["draft", "submitted", "returned", "approved"]).first()
    if begun is not None and plan.current is not None:
        return begun
    if plan.current is None:
        raise Conflict(_("Only a published plan is amended. Change the draft itself."))
    number = plan.versions.aggregate(last=Max("number"))["last"] + 1
    version = PlanVersion.objects.create(
        plan=plan,
        number=number,
        objectives=plan.current.objectives,
        translations=plan.current.translations,
        created_by=actor,
    )
    PlanVersion.objects.filter(pk=version.pk).update(changed_at=at)
    version.changed_at = at
    PlanItem.objects.bulk_create(
        PlanItem(version=version, **{name: getattr(item, name) for name in COPIED})
        for item in plan.current.items.select_related("course")
    )
    fact = facts.PlanAmendmentBegun(plan=str(plan.public_id), version=str(version.public_id))
    publish(fact, organisation=plan.organisation, actor=actor, subject=plan, at=at)
    return version


def last_day_to_order(*, order_date: date | None, at: datetime) -> None:
    """An office order is not dated in the future. Raises Refused."""
    if order_date is not None and order_date > day_in_india(at):
        raise Refused(
            _("The order's date lies in the future. Give the day on which the order was signed."), field="order_date"
        )


def _only(field: str, translations: Mapping[str, Mapping[str, str]] | None) -> dict[str, dict[str, str]]:
    """The translations of one field."""
    texts = {language: texts.get(field, "").strip() for language, texts in (translations or {}).items()}
    return {language: {field: text} for language, text in texts.items() if text}


def _titled(title: str) -> None:
    if not title.strip():
        raise Refused(_("Give the plan a title."), field="title")
    if len(title) > 200:
        raise Refused(_("Keep the title within 200 characters."), field="title")
