"""A paper that stands by itself."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from assessments.offered import services
from assessments.offered.models import OfferedAssessment
from assessments.papers.models import PaperVersion
from competencies.framework.models import Competency
from tests.cast import Cast


@pytest.fixture
def offer(cast: Cast, now: datetime, paper: PaperVersion, competency: Competency) -> Callable[..., OfferedAssessment]:
    """`offer(level=3)`: the paper, offered by the publisher."""

    def offered(**changes: Any) -> OfferedAssessment:
        values: dict[str, Any] = {"competency": competency, "level": 3, "summary": "Notes.", "actor": cast.publisher}
        return services.offer_assessment(**{"paper": paper.paper, "at": now, **values, **changes})

    return offered
