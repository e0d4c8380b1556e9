"""The Department's annual plan of the current financial year: drafted, approved and published by different people."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

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


def seed_plan(*, at: datetime) -> str:
    """Bring the plan from draft to publication, unless the Department has one for the year."""
    data, calendar = read("plan.json"), DemoCalendar(at)
    department = organisations.by_code(data["organisation"])
    if department is None:
        raise MissingPart("the plan needs the demo's organisations")
    with subtree(department), transaction.atomic():
        if queries.annual_plan(department, calendar.year.start) is not None:
            return "0 plans"
        courses, manager, step = provided(), _person(people.PLAN_MANAGER), calendar.plan_drafted
        version = services.draft_plan(
            organisation=department,
            year=calendar.year.start,
            kind="annual",
            title=f"{data['title']} {calendar.year}",
            translations={"hi": {"title": f"{data['title_hi']} {calendar.year}"}},
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
                due_on=calendar.end_of_quarter(row["quarter"]),
                audience=_audience(row["audience"]),
                apar_relevant=row["apar_relevant"],
                reason=row["reason"],
                actor=manager,
                at=step,
            )
        services.submit_plan(version=version, actor=manager, at=step + timedelta(days=1))
        request = requests.history("capacity_plans.plan", version.public_id)[0]
        approvals.approve(request=request, actor=_person(people.CBC_REVIEWER), at=step + timedelta(days=3))
        version.refresh_from_db()
        services.publish_plan(version=version, actor=_person(people.LEADER), at=calendar.plan_published)
    # In batches for all at once, before anything is done: much less work than one by one afterwards.
    deliver(queue="heavy", at=at)
    return f"1 plan of {len(data['items'])} courses"


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
