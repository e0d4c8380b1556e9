"""What is kept of the assessments on offer is what is offered now."""

from datetime import datetime

import pytest

from assessments.bank.models import QuestionVersion
from assessments.offered import services
from assessments.offered.models import OfferedAssessment
from assessments.papers import services as papers
from assessments.papers.models import PaperVersion
from competencies.evidence import offers
from competencies.framework.models import Competency
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")


def test_what_is_closed_or_renamed_is_told_so_at_once(
    cast: Cast, paper: PaperVersion, competency: Competency, questions: list[QuestionVersion], now: datetime
) -> None:
    def told() -> tuple[list[str], int]:
        found = offers.offers_in(cast.dopt, {competency.pk: (0, 3)}).get(competency.pk, [])
        return [offer.title for offer in found], offers.supply(cast.dopt).get((competency.pk, 3), 0)

    by = {"actor": cast.publisher, "at": now}
    assert told() == ([], 0)
    offered = services.offer_assessment(paper=paper.paper, competency=competency, level=3, summary="Notes.", **by)
    assert told() == told() == ([paper.title], 1)
    draft = papers.next_draft(paper=paper.paper, **by)
    papers.change_paper(version=draft, changes={"title": "Another name"}, **by)
    assert told() == ([paper.title], 1)
    papers.publish_paper(version=draft, **by)
    assert told() == (["Another name"], 1)
    OfferedAssessment.objects.update(for_everyone=False)
    assert told() == ([], 0)
    OfferedAssessment.objects.update(for_everyone=True)
    services.close_assessment(assessment=offered, **by)
    assert told() == ([], 0)
