from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from assessments.bank import services as bank
from assessments.bank.models import QuestionVersion
from assessments.papers import queries, services
from assessments.papers.access import paper_to_edit
from assessments.papers.models import PaperVersion
from assessments.papers.services import SectionDraft
from igot.journal.models import FactRow
from igot.kernel.errors import Conflict, Denied, NotFound, Refused
from tests.cast import Cast


@pytest.fixture
def draft(cast: Cast, now: datetime) -> PaperVersion:
    return services.create_paper(organisation=cast.istm, title="End assessment", actor=cast.creator, at=now)


def by(cast: Cast, now: datetime) -> dict[str, Any]:
    return {"actor": cast.creator, "at": now}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"minutes": 0}, "minutes"),
        ({"attempts_allowed": 0}, "attempts_allowed"),
        ({"cool_down_hours": -1}, "cool_down_hours"),
        ({"pass_percent": 101}, "pass_percent"),
        ({"negative_percent": "many"}, "negative_percent"),
        ({"review": "everybody"}, "review"),
        ({"pass_by": "luck"}, "pass_by"),
    ],
)
def test_settings_that_make_no_sense_are_refused_at_their_field(
    cast: Cast, now: datetime, draft: PaperVersion, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        services.change_paper(version=draft, changes=changes, **by(cast, now))
    assert field in refusal.value.fields


def test_missing_negative_marking_means_none(cast: Cast, now: datetime, draft: PaperVersion) -> None:
    assert (
        services.change_paper(version=draft, changes={"negative_percent": None}, **by(cast, now)).negative_percent == 0
    )


def test_a_change_says_which_fields(cast: Cast, now: datetime, draft: PaperVersion) -> None:
    services.change_paper(version=draft, changes={"minutes": 20, "title": "End assessment"}, **by(cast, now))
    assert FactRow.objects.get(kind="assessments.PaperChanged").payload["fields"] == ["minutes"]


def test_a_paper_without_questions_is_not_published(cast: Cast, now: datetime, draft: PaperVersion) -> None:
    with pytest.raises(Refused) as refusal:
        services.publish_paper(version=draft, **by(cast, now))
    assert "items" in refusal.value.fields


def test_publishing_twice_is_publishing_once(
    cast: Cast, now: datetime, draft: PaperVersion, questions: list[QuestionVersion]
) -> None:
    services.set_items(version=draft, items=[(questions[0], 1)], **by(cast, now))
    for _twice in range(2):
        published = services.publish_paper(version=draft, **by(cast, now))
    assert (published.state, published.published_at) == ("published", now)
    assert FactRow.objects.filter(kind="assessments.PaperPublished").count() == 1
    assert queries.published_version(draft.paper) == published


def test_a_published_version_does_not_change(cast: Cast, now: datetime, paper: PaperVersion) -> None:
    with pytest.raises(Conflict):
        services.change_paper(version=paper, changes={"minutes": 5}, **by(cast, now))
    with pytest.raises(Conflict):
        services.set_items(version=paper, items=[], **by(cast, now))


def test_the_next_draft_is_a_copy_and_there_is_only_one(cast: Cast, now: datetime, paper: PaperVersion) -> None:
    draft = services.next_draft(paper=paper.paper, **by(cast, now))
    assert services.next_draft(paper=paper.paper, **by(cast, now)) == draft
    assert (draft.number, draft.minutes, queries.question_count(draft)) == (2, 30, 5)
    assert queries.published_version(paper.paper) == paper


def test_questions_stand_in_the_order_given_with_their_marks(
    cast: Cast, now: datetime, draft: PaperVersion, questions: list[QuestionVersion]
) -> None:
    for items in ([(questions[0], 1)], [(questions[2], "1.5"), (questions[0], 3)]):
        services.set_items(version=draft, items=items, **by(cast, now))
    [section] = queries.sections_of(draft)
    assert [(item.question, item.marks) for item in section.items.all()] == [
        (questions[2], Decimal("1.5")),
        (questions[0], Decimal(3)),
    ]


def test_what_cannot_stand_in_a_paper_is_refused(
    cast: Cast, now: datetime, draft: PaperVersion, questions: list[QuestionVersion]
) -> None:
    foreign = bank.add_question(
        organisation=cast.exp, kind="fill", stem="Foreign", options=[], key={"texts": ["x"]}, actor=None, at=now
    )
    for items in ([(questions[0], 1), (questions[0], 2)], [(foreign, 1)], [(questions[0], 0)], [(questions[0], "x")]):
        with pytest.raises(Refused):
            services.set_items(version=draft, items=items, **by(cast, now))
    assert queries.question_count(draft) == 0


def test_added_questions_come_last_and_only_once(
    cast: Cast, now: datetime, draft: PaperVersion, questions: list[QuestionVersion]
) -> None:
    sections = [
        SectionDraft(title="One", items=[(questions[0], 2)]),
        SectionDraft(title="Two", items=[(questions[1], 2)]),
    ]
    services.set_sections(version=draft, sections=sections, **by(cast, now))
    assert services.add_items(version=draft, questions=questions[:3], **by(cast, now)) == 1
    last = list(queries.sections_of(draft))[-1]
    assert [item.question for item in last.items.all()] == [questions[1], questions[2]]


def test_a_paper_opens_to_those_who_write_it(cast: Cast, paper: PaperVersion) -> None:
    public_id = paper.paper.public_id
    assert paper_to_edit(cast.creator, public_id) == paper.paper
    with pytest.raises(Denied):
        paper_to_edit(cast.content_reviewer, public_id)
    for person in (cast.learner, cast.stranger_admin, cast.admin):
        with pytest.raises(NotFound):
            paper_to_edit(person, public_id)


def test_a_draft_with_an_empty_section_is_not_published(
    cast: Cast, now: datetime, draft: PaperVersion, questions: list[QuestionVersion], make_paper: Callable[..., Any]
) -> None:
    sections = [SectionDraft(items=[(questions[0], 2)]), SectionDraft(title="Empty", items=[])]
    services.set_sections(version=draft, sections=sections, **by(cast, now))
    with pytest.raises(Refused):
        services.publish_paper(version=draft, **by(cast, now))
