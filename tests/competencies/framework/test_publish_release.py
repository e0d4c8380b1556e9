"""Releases of the framework: what changed since the last one, and what it does to whom."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from competencies.framework import services
from competencies.framework.models import FrameworkRelease
from igot.journal.models import FactRow
from igot.kernel.errors import Refused
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")


@pytest.fixture
def published(cast: Cast, dictionary: dict, now: datetime) -> Callable[[], FrameworkRelease]:
    def publish() -> FrameworkRelease:
        return services.publish_release(
            title="State of the dictionaries",
            notes="",
            title_hi="शब्दकोशों की स्थिति",
            organisation=cast.goi,
            actor=cast.reviewer,
            at=now,
        )

    return publish


def test_a_release_says_what_changed_why_and_what_it_touches(
    position: None, dictionary: dict, published: Callable, approved: Callable, cast: Cast, now: datetime
) -> None:
    first = published()
    assert {change["change"] for change in first.changes} == {"new"}
    with pytest.raises(Refused):
        published()
    approved(dictionary["FUN-001"], definition="Writes notes.")
    services.retire_item(
        kind="competency", item=dictionary["BEH-001"], reason="Split in two", actor=cast.reviewer, at=now
    )
    second = published()
    changes = {change["code"]: change for change in second.changes}
    assert (second.number, set(changes)) == (2, {"FUN-001", "BEH-001"})
    noting, judgement = changes["FUN-001"], changes["BEH-001"]
    assert (noting["change"], noting["from"], noting["to"], noting["reason"]) == ("changed", 1, 2, "Clearer")
    assert (judgement["change"], judgement["reason"]) == ("retired", "Split in two")
    assert {each["use"]: each["count"] for each in noting["touches"]}
    assert FactRow.objects.filter(kind="competencies.FrameworkReleased").count() == 2


def test_the_commission_prepares_and_everybody_reads_it(
    sign_in: Any, dictionary: dict, approved: Callable, published: Callable, cast: Cast
) -> None:
    published()
    approved(dictionary["FUN-001"], definition="Writes notes.")
    page = reverse("release_new", args=["goi"])
    board = sign_in(cast.reviewer)
    text = board.get(page).content.decode()
    assert "Noting and Drafting" in text and "version 1 to 2" in text and "Clearer" in text
    empty = board.post(page, {"title": "", "notes": "Kept text"})
    assert empty.status_code == 422 and "Kept text" in empty.content.decode()
    response = board.post(page, {"title": "Second"})
    assert response["Location"] == reverse("release", args=[2])
    assert "Nothing has changed" in board.get(page).content.decode()
    reader = sign_in(cast.stranger)
    assert "Release 2: Second" in reader.get(reverse("releases")).content.decode()
    assert "version 1 to 2" in reader.get(reverse("release", args=[2])).content.decode()
    reader.cookies["language"] = "hi"
    assert "टिप्पण और प्रारूपण" in reader.get(reverse("release", args=[2])).content.decode()
    assert reader.get(reverse("release", args=[3])).status_code == 404
    assert sign_in(cast.admin).get(page).status_code == 404
    body = reader.get("/api/v1/framework/releases/2/").json()
    assert body["changes"][0]["code"] == "FUN-001"
    assert [found["number"] for found in reader.get("/api/v1/framework/releases/").json()["results"]] == [1, 2]
    url = f"/api/v1/organisations/{cast.goi.public_id}/framework/releases/"
    refused = board.post(url, {"title": "Third"}, content_type="application/json")
    assert refused.status_code == 422 and "Nothing has changed" in refused.content.decode()
