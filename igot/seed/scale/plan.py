"""The ministry's annual plan: made, approved and published by its people, assigned to everybody it asks."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from capacity_plans.assignments.services import materialise
from capacity_plans.plans import queries, services
from courses.authoring import queries as authoring
from igot.accounts import queries as accounts
from igot.accounts import services as accounting
from igot.approvals import queries as requests
from igot.approvals import services as approvals
from igot.kernel.clock import INDIA, FinancialYear, end_of_day
from igot.kernel.tenancy import everywhere, subtree
from igot.organisations import queries as organisations
from igot.seed.calendar import DemoCalendar
from igot.seed.people import CBC_REVIEWER
from igot.seed.scale.tables import execute
from igot.seed.scale.tree import MINISTRY
from igot.seed.steps import MissingPart

if TYPE_CHECKING:
    from courses.authoring.models import Course
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

MANAGER, LEADER, ADMINISTRATOR = (f"{who}@scale.igot.example" for who in ("plans", "leader", "admin"))
STAFF = (
    (MANAGER, "Plan Manager, Finance (demo)", "plan_manager"),
    (LEADER, "Leader, Finance (demo)", "organisation_leader"),
    (ADMINISTRATOR, "Administrator, Finance (demo)", "organisation_admin"),
)
ITEMS: tuple[tuple[int, str, dict[str, Any]], ...] = (
    (3, "mandatory", {"everyone": True}),
    (2, "mandatory", {"everyone": True}),
    (4, "mandatory", {"everyone": True}),
    (4, "mandatory", {"group": ["B", "C"]}),
    (4, "recommended", {"group": ["A"]}),
)


def make_staff(*, encoded: str, at: datetime) -> None:
    """Those who run the ministry's plan, with their roles."""
    ministry, calendar = _ministry(), DemoCalendar(at)
    for email, name, role in STAFF:
        person = accounts.by_email(email) or accounting.add_person(
            email=email, name=name, organisation=ministry, encoded_password=encoded, profile={"tags": ["demo"]},
            starts_on=FinancialYear(calendar.year.start - 1).first_day, actor=None, at=at,
        )  # fmt: skip
        accounting.grant_role(
            user=person, role=role, organisation=ministry,
            starts_at=datetime.combine(FinancialYear(calendar.year.start - 1).first_day, time(), INDIA),
            ends_at=end_of_day(FinancialYear(calendar.year.start + 3).last_day), actor=None, at=at,
        )  # fmt: skip


def make_plan(courses: list[str], *, at: datetime) -> int:
    """Publish the ministry's plan of the year unless it has one, and assign every plan in force to those it asks;
    returns how many people that are.
    """
    ministry, calendar = _ministry(), DemoCalendar(at)
    with subtree(ministry), transaction.atomic():
        if queries.annual_plan(ministry, calendar.year.start) is None:
            _publish(ministry, courses, calendar)
    people = 0
    with everywhere():
        for plan in queries.plans_in_force():
            if plan.current is not None:
                people += materialise(version=plan.current, at=at)
    # They are of the past, and were sent then.
    execute(
        "UPDATE notifications_mail m SET state = 'sent', sent_at = m.due_at FROM notifications_notice n "
        "WHERE n.id = m.notice_id AND n.kind = 'capacity_plans.assigned' AND m.state = 'owed'"
    )
    return people


def _publish(ministry: "Organisation", courses: list[str], calendar: DemoCalendar) -> None:
    manager, step = _person(MANAGER), calendar.plan_drafted
    found = {str(one.public_id): one for one in authoring.courses_open_to(ministry).filter(public_id__in=courses)}
    chosen: list[Course] = [found[public_id] for public_id in courses[: len(ITEMS)]]
    version = services.draft_plan(
        organisation=ministry,
        year=calendar.year.start,
        kind="annual",
        title=f"Annual Capacity Building Plan {calendar.year}",
        translations={"hi": {"title": f"वार्षिक क्षमता निर्माण योजना {calendar.year}"}},
        objectives="Everyone in the Ministry knows the rules of the work they do.",
        actor=manager,
        at=step,
    )
    for course, (quarter, need, audience) in zip(chosen, ITEMS, strict=True):
        services.add_item(
            version=version, course=course, need=need,
            label="ministry" if need == "mandatory" else "recommended",
            due_on=calendar.end_of_quarter(quarter), audience=audience, apar_relevant=need == "mandatory",
            reason="Part of the Ministry's plan of the year.", actor=manager, at=step,
        )  # fmt: skip
    services.submit_plan(version=version, actor=manager, at=step + timedelta(days=1))
    request = requests.history("capacity_plans.plan", version.public_id)[0]
    approvals.approve(request=request, actor=_person(CBC_REVIEWER), at=step + timedelta(days=3))
    version.refresh_from_db()
    services.publish_plan(version=version, actor=_person(LEADER), at=calendar.plan_published)


def _ministry() -> "Organisation":
    found = organisations.by_code(MINISTRY)
    if found is None:
        raise MissingPart(f"the plan needs {MINISTRY}")
    return found


def _person(email: str) -> "User":
    found = accounts.by_email(email)
    if found is None:
        raise MissingPart(f"the plan needs {email}")
    return found
