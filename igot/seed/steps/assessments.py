"""Assessments people sit on their own account: made by a creator, offered by a publisher."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from assessments.bank import services as bank
from assessments.offered import queries as offered
from assessments.offered import services
from assessments.papers import queries
from assessments.papers import services as papers
from competencies.framework import queries as framework
from igot.accounts import queries as accounts
from igot.organisations import queries as organisations
from igot.seed import people
from igot.seed.calendar import DemoCalendar
from igot.seed.content import DATA, read
from igot.seed.steps import MissingPart
from igot.seed.steps.courses import PROVIDER, as_question


def seed_assessments(*, at: datetime) -> str:
    """Make, publish and offer the assessments that are missing."""
    there = {one["version"].title for one in offered.titled(list(offered.visible_in(None)))}
    made = 0
    for path in sorted((DATA / "assessments").glob("*.json")):
        data: dict[str, Any] = read(f"assessments/{path.name}")
        if data["title"] not in there:
            _make(data, DemoCalendar(at).courses_made + timedelta(days=20))
            made += 1
    return f"{made} assessments by themselves"


@transaction.atomic
def _make(data: dict[str, Any], at: datetime) -> None:
    provider = organisations.by_code(PROVIDER)
    creator, publisher = accounts.by_email(people.CREATOR), accounts.by_email(people.PUBLISHER)
    if provider is None or creator is None or publisher is None:
        raise MissingPart("the assessments need the demo's organisations and people")
    by: dict[str, Any] = {"actor": creator, "at": at}
    competencies = framework.by_codes({data["competency"], *(row["competency"] for row in data["questions"])})
    draft = papers.create_paper(
        organisation=provider,
        title=data["title"],
        minutes=data["minutes"],
        attempts_allowed=data["attempts"],
        cool_down_hours=data["cool_down_hours"],
        pass_percent=data["pass_percent"],
        translations={"hi": {"title": data["title_hi"]}},
        **by,
    )
    items = [
        (
            bank.add_question(
                organisation=provider,
                **as_question(row),
                competency=competencies[row["competency"]],
                level=row["level"],
                difficulty=row["difficulty"],
                explanation=row["explanation"],
                **by,
            ),
            row["marks"],
        )
        for row in data["questions"]
    ]
    papers.set_items(version=draft, items=items, **by)
    papers.publish_paper(version=draft, **by)
    services.offer_assessment(
        paper=queries.newest_version(draft.paper).paper,
        competency=competencies[data["competency"]],
        level=data["level"],
        summary=data["summary"],
        summary_hi=data["summary_hi"],
        actor=publisher,
        at=at + timedelta(days=1),
    )
