"""What the player and the API ask while people learn."""

import uuid
from typing import TYPE_CHECKING

from courses.authoring.models import Resource
from courses.learning.models import Enrolment
from tests.benchmarks.browser import Failed
from tests.benchmarks.registry import Visit, visited

if TYPE_CHECKING:
    from tests.benchmarks.browser import Browser, Person
    from tests.benchmarks.ground import Ground


@visited
def progress_write(ground: "Ground") -> Visit:
    """One sign of life from the player, for a page that is open."""
    targets = _open_pages(ground)

    async def visit(browser: "Browser", number: int) -> None:
        person, path, resource = targets[number % len(targets)]
        event = {"id": str(uuid.uuid4()), "resource": resource, "session": f"bench-{number // len(targets) // 20}",
                 "seq": number, "kind": "ping"}  # fmt: skip
        answer = await browser.call("POST", path, person, {"events": [event]})
        if b'"accepted"' not in answer.body:
            raise Failed(f"{path} said {answer.body[:200]!r}")

    return visit


def _open_pages(ground: "Ground") -> "list[tuple[Person, str, str]]":
    by_id = {person.id: person for person in ground.learners}
    found = Enrolment.objects.filter(learner__in=by_id, state="in_progress").order_by("pk")
    first: dict[int, str] = {}
    for release, key in Resource.objects.filter(kind="page", module__release__in=found.values("release")).values_list(
        "module__release", "key"
    ):
        first[release] = str(key)
    return [(by_id[one.learner_id], f"/learn/{one.public_id}/events/", first[one.release_id]) for one in found]


@visited
def api_enrolments(ground: "Ground") -> Visit:
    """A learner's own enrolments over the API."""
    people = ground.learners

    async def visit(browser: "Browser", number: int) -> None:
        answer = await browser.call("GET", "/api/v1/me/enrolments/", people[number % len(people)])
        if b'"results"' not in answer.body:
            raise Failed(f"no list: {answer.body[:200]!r}")

    return visit
