"""The Department's plans of the current financial year: drafted, approved and published by different people."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format

from capacity_plans.plans import queries, services
from igot.accounts import queries as accounts
from igot.approvals import queries as requests
from igot.approvals import services as approvals
from igot.kernel.tenancy import subtree
from igot.organisations import queries as organisations
from igot.seed import people
from igot.seed.calendar import DemoCalendar
from igot.seed.content import read
from igot.seed.steps import MissingPart
from igot.seed.steps.courses import provided
from igot.seed.steps.delivery import deliver

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation


def seed_plan(*, at: datetime) -> str:
    """Bring the plans from draft to publication: the annual one, a learning week, the courses before VIKAS."""
    data, special, calendar = read("plan.json"), read("special-plans.json"), DemoCalendar(at)
    department = organisations.by_code(data["organisation"])
    if department is None:
        raise MissingPart("the plan needs the demo's organisations")
    with subtree(department), transaction.atomic():
        there = {plan.title for plan in queries.plans_of(department)}
        made = []
        if queries.annual_plan(department, calendar.year.start) is None:
            made.append(_put_into_force(department, calendar, data, kind="annual"))
        for one in special["plans"]:
            if f"{one['title']} {calendar.year}" not in there:
                made.append(_put_into_force(department, calendar, _dated(one, calendar), kind="special"))
    if made:
        # In batches for all at once, before anything is done: much less work than one by one afterwards.
        deliver(queue="heavy", at=at)
    return f"{len(made)} plans of {sum(made)} courses"


def _put_into_force(department: "Organisation", calendar: DemoCalendar, data: dict[str, Any], *, kind: str) -> int:
    """Draft, submit, approve and publish a plan, each by somebody else; returns how many courses it asks for."""
    courses, manager, step = provided(), _person(people.PLAN_MANAGER), calendar.plan_drafted
    hindi = {"title": f"{data['title_hi']} {calendar.year}", "objectives": data["objectives_hi"]}
    version = services.draft_plan(
        organisation=department,
        year=calendar.year.start,
        kind=kind,
        title=f"{data['title']} {calendar.year}",
        translations={"hi": hindi},
        objectives=data["objectives"],
        actor=manager,
        at=step,
    )
    for row in data["items"]:
        services.add_item(
            version=version,
            course=courses[row["course"]],
            need=row["need"],
            label=row["label"],
            due_on=data.get("due_on") or calendar.end_of_quarter(row["quarter"]),
            audience=_audience(row["audience"]),
            apar_relevant=row["apar_relevant"],
            reason=row["reason"],
            translations={"hi": {"reason": row["reason_hi"]}},
            actor=manager,
            at=step,
        )
    services.submit_plan(version=version, actor=manager, at=step + timedelta(days=1))
    request = requests.history("capacity_plans.plan", version.public_id)[0]
    approvals.approve(request=request, actor=_person(people.CBC_REVIEWER), at=step + timedelta(days=3))
    version.refresh_from_db()
    services.publish_plan(version=version, actor=_person(people.LEADER), at=calendar.plan_published)
    return len(data["items"])


def _dated(data: dict[str, Any], calendar: DemoCalendar) -> dict[str, Any]:
    """A special plan with its days in words, all its courses recommended until the week ends or the year does."""
    first, last = calendar.learning_week
    words = {}
    for field, language in (("objectives", "en"), ("objectives_hi", "hi")):
        with translation.override(language):
            words[field] = data[field].format(first=date_format(first), last=date_format(last))
    audience = {"designation": data["designations"]} if "designations" in data else {"everyone": True}
    asked = {"need": "recommended", "label": "recommended", "apar_relevant": False, "audience": audience}
    due_on = last if data["key"] == "learning-week" else calendar.year.last_day
    return {**data, **words, "due_on": due_on, "items": [{**asked, **row} for row in data["items"]]}


def _person(email: str) -> "User":
    found = accounts.by_email(email)
    if found is None:
        raise MissingPart(f"the plan needs {email}: seed the people first")
    return found


def _audience(rule: dict[str, Any]) -> dict[str, Any]:
    """The rule with public ids in place of names and codes."""
    if "designation" in rule:
        ids = {row.name: str(row.public_id) for row in organisations.designations_for(None)}
        return {"designation": [ids[name] for name in rule["designation"]]}
    if "organisation" in rule:
        found = [organisations.by_code(code) for code in rule["organisation"]]
        return {"organisation": [str(row.public_id) for row in found if row is not None]}
    return rule
