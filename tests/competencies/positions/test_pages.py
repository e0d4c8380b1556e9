"""The pages of positions and work orders, as an administrator, a leader and the person themselves walk them."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from competencies.framework.models import Competency
from competencies.positions import queries, services
from competencies.positions.drawing import values_of
from competencies.positions.models import Position, WorkOrder
from igot.kernel.clock import now as present
from igot.kernel.tenancy import everywhere, subtree
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("position")
SignIn = Callable[[Any], Client]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_an_administrator_sees_what_is_inherited_and_raises_it(
    cast: Cast, sign_in: SignIn, dictionary: dict[str, Competency]
) -> None:
    cast.person("inside", cast.istm)
    admin = cast.grant(cast.person("istm_admin", cast.istm), "organisation_admin", cast.istm)
    browser, position = sign_in(admin), Position.objects.get(code="POS-1")
    listed = text(browser.get(reverse("position_list", args=["istm"])))
    assert "SO (Training)" in listed
    assert "inherited" in listed
    where = reverse("position", args=["istm", position.public_id])
    assert "Inherited from Department of Personnel and Training." in text(browser.get(where))
    ask = reverse("position_require", args=["istm", position.public_id])
    form = {"competency": dictionary["BEH-001"].pk, "level": 1, "criticality": 3, "source": "Office memorandum"}
    refused = browser.post(ask, form)
    assert refused.status_code == 422
    assert "It can be raised here, not lowered." in text(refused)
    assert "Office memorandum" in text(refused)
    assert browser.post(ask, {**form, "level": 4}).status_code == 302
    page = text(browser.get(where))
    assert "added here" in page
    row = position.requirements.get(organisation=cast.istm)
    assert (
        browser.post(reverse("position_requirement_end", args=["istm", position.public_id, row.pk])).status_code == 302
    )
    assert not position.requirements.filter(organisation=cast.istm).exists()


def test_the_workbook_opens_in_a_spreadsheet(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.admin).get(reverse("position_template", args=["dopt"]))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert [cell.value for cell in book.worksheets[0][1]][:2] == ["Designation*", "Competency Area*"]


def test_an_order_from_its_first_line_into_a_persons_work(
    cast: Cast, sign_in: SignIn, dictionary: dict[str, Competency], drain: Callable[[], int]
) -> None:
    leader, learner = sign_in(cast.leader), sign_in(cast.learner)
    day = present().date() - timedelta(days=1)
    line = {"unit": "Training", "number": "T-1", "title": "Who does what", "effective_on": day.isoformat()}
    line |= {"title_hi": "कौन क्या करता है", "unit_hi": "प्रशिक्षण"}
    assert leader.post(reverse("order_new", args=["dopt"]), {**line, "number": ""}).status_code == 422
    assert leader.post(reverse("order_new", args=["dopt"]), line).status_code == 302
    with everywhere():
        order = WorkOrder.objects.get()
    at: Any = ["dopt", order.public_id]
    people = reverse("order_people", args=at)
    refused = leader.post(people, {"emails": "nobody@test.example\nstranger@test.example"})
    assert refused.status_code == 422
    assert "nobody@test.example" in text(refused)
    assert leader.post(people, {"emails": "learner@test.example"}).status_code == 302
    with subtree(cast.dopt):
        place = queries.allocations_of(order).get()
        activity = place.activities.get().activity
    assert activity is not None
    person = reverse("order_person", args=[*at, place.public_id])
    opened = leader.get(person)
    assert "Writes a note" in text(opened)
    levels: dict[str, Any] = {f"level_{number}": 1 for number in range(1, 6)}
    typed = {
        **levels,
        **{f"criticality_{number}": 2 for number in range(1, 6)},
        f"do_{activity.public_id}": "on",
        f"to_{activity.public_id}": "Under Secretary",
        "words": "Keeps the keys",
        "competency_1": dictionary["FUN-001"].pk,
        "level_1": 5,
    }
    twice = leader.post(person, {**typed, "competency_2": dictionary["FUN-001"].pk})
    assert twice.status_code == 422
    assert "Keeps the keys" in text(twice)
    assert leader.post(person, typed).status_code == 302
    elsewhere = leader.post(person, {**typed, "words": "Waters the plants", "seen": opened.context["seen"]})
    assert elsewhere.status_code == 409
    assert "Waters the plants" in text(elsewhere) and "in another tab" in text(elsewhere)
    page = text(leader.get(reverse("order", args=at)))
    assert "“Keeps the keys” is covered by no activity of the dictionary." in page
    assert "only this order asks for “Noting and Drafting” at level 5" in page
    assert leader.post(reverse("order_publish", args=at)).status_code == 302
    pdf = reverse("my_order_pdf", args=[order.public_id, "hi"])
    waiting = learner.get(pdf)
    assert (waiting.status_code, waiting["Refresh"]) == (202, "5")
    drain()
    work = text(learner.get(reverse("my_work")))
    assert "Keeps the keys" in work
    assert "submits to Under Secretary" in work
    assert b"".join(learner.get(pdf).streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    assert sign_in(cast.learner2).get(pdf).status_code == 404
    learner.cookies["language"] = "hi"
    hindi = text(learner.get(reverse("my_work")))
    assert "मेरा कार्य" in hindi and "कौन क्या करता है" in hindi
    order.refresh_from_db()
    assert [values_of(order.snapshot, language)["unit"] for language in ("en", "hi")] == ["Training", "प्रशिक्षण"]
    leader.cookies["language"] = "hi"
    assert "T-1" in text(leader.get(reverse("order_list", args=["dopt"]), {"q": "प्रशिक्षण"}))


def test_what_stops_an_order_is_said_on_the_page_that_would_publish_it(
    cast: Cast, sign_in: SignIn, now: datetime
) -> None:
    with subtree(cast.dopt):
        order = services.create_order(
            organisation=cast.dopt,
            unit="U",
            number="1",
            title="T",
            effective_on=now.date(),
            actor=cast.leader,
            at=now,
        )
    response = sign_in(cast.leader).post(reverse("order_publish", args=["dopt", order.public_id]))
    assert response.status_code == 422
    assert "Nobody stands in this order." in text(response)
