"""Who may open which page and endpoint of plans: anonymous, strangers, and each role."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from capacity_plans.plans import services
from capacity_plans.plans.models import PlanAssignment
from igot.accounts.models import Role
from igot.kernel.tenancy import everywhere
from tests.cast import Cast

READERS = {"manager", "leader", "admin", "reviewer", "auditor"}
NAMES = {"manager", "leader", "admin"}
NOBODY: set[str] = set()
PEOPLE = (
    "learner",
    "manager",
    "leader",
    "admin",
    "reviewer",
    "auditor",
    "stranger",
    "stranger_admin",
    "platform_admin",
    "creator",
)
# page name -> who opens it; everybody else holds no role there (404) or another one (403).
PAGES = {
    "plan_list": READERS,
    "plan_new": {"manager"},
    "plan": READERS,
    "plan_words": {"manager"},
    "plan_reach": READERS,
    "plan_item_new": {"manager"},
    "plan_item": {"manager"},
    "plan_item_reach": READERS,
    "plan_publish": {"leader"},
    "plan_progress": READERS,
    "plan_progress_csv": READERS,
    "plan_people": NAMES,
    "plan_people_csv": NAMES,
}
POSTS = ("plan_submit", "plan_take_back", "plan_amend", "plan_item_remove", "plan_try_reach")
API = {"api_plans": READERS, "api_plan": READERS, "api_assignments": NAMES | {"auditor"}}


@pytest.fixture
def draft(course: Any, make_plan: Any) -> Any:
    with everywhere():
        return make_plan(course)


def address(name: str, version: Any) -> str:
    """Of a page of the plan; only some need the plan or its item."""
    item = version.items.first()
    for args in (["dopt"], ["dopt", version.plan.public_id], ["dopt", version.plan.public_id, item.key]):
        try:
            return reverse(name, args=args)
        except Exception:  # noqa: S112 - the next number of arguments is tried
            continue
    raise LookupError(name)


def test_each_page_opens_for_its_roles_only(cast: Cast, sign_in: Any, draft: Any) -> None:
    seen: dict[str, dict[str, int]] = {}
    for name in PAGES:
        url = address(name, draft)
        assert sign_in(None).get(url).status_code == 302
        for handle in PEOPLE:
            seen.setdefault(name, {})[handle] = sign_in(getattr(cast, handle)).get(url).status_code
    strangers = {"learner", "stranger", "stranger_admin", "creator"}
    for name, allowed in PAGES.items():
        for handle, status in seen[name].items():
            expected = {200} if handle in allowed else {404} if handle in strangers else {403}
            assert status in expected, (name, handle, status)


def test_only_plan_managers_press_the_buttons(cast: Cast, sign_in: Any, draft: Any) -> None:
    for name in POSTS:
        url = address(name, draft)
        assert sign_in(None).post(url).status_code == 302
        assert sign_in(cast.stranger_admin).post(url).status_code == 404
        assert sign_in(cast.leader).post(url).status_code == 403
        assert sign_in(cast.reviewer).post(url).status_code == 403
        assert sign_in(cast.manager).get(url).status_code == 405


def test_a_plan_is_not_found_under_another_organisation(cast: Cast, sign_in: Any, draft: Any) -> None:
    assert cast.mof
    url = reverse("plan", args=["mof", draft.plan.public_id])
    assert sign_in(cast.stranger_admin).get(url).status_code == 404
    with everywhere():
        cast.grant(cast.manager, Role.PLAN_MANAGER, cast.mof)
    assert sign_in(cast.manager).get(url).status_code == 404
    progress = reverse("plan_progress", args=["dopt", draft.plan.public_id])
    assert sign_in(cast.manager).get(progress, {"in": "mof"}).status_code == 404


def test_an_assignment_opens_for_its_learner_only(
    cast: Cast, course: Any, sign_in: Any, make_plan: Any, in_force: Any
) -> None:
    assert cast.learner
    with everywhere():
        version = in_force(make_plan(course))
        row = PlanAssignment.objects.get(plan=version.plan, learner=cast.learner)
    url = reverse("assignment", args=[row.public_id])
    assert sign_in(None).get(url).status_code == 302
    assert sign_in(cast.learner).get(url).status_code == 200
    for handle in ("learner2", "manager", "leader", "stranger"):
        assert sign_in(getattr(cast, handle)).get(url).status_code == 404
    assert sign_in(None).get(reverse("my_assignments")).status_code == 302
    assert course.current.title in sign_in(cast.learner).get(reverse("my_assignments")).content.decode()
    assert course.current.title not in sign_in(cast.stranger).get(reverse("my_assignments")).content.decode()


def test_each_endpoint_answers_its_roles_only(cast: Cast, sign_in: Any, draft: Any) -> None:
    for name, allowed in API.items():
        args = [cast.dopt.public_id, draft.plan.public_id] if name == "api_plan" else [cast.dopt.public_id]
        url = reverse(name, args=args)
        assert sign_in(None).get(url).status_code in (401, 403)
        for handle in PEOPLE:
            status = sign_in(getattr(cast, handle)).get(url).status_code
            assert (status == 200) == (handle in allowed), (name, handle, status)


def test_a_ministry_never_reads_anothers_plans_by_the_api(
    cast: Cast, sign_in: Any, draft: Any, course: Any, now: Any
) -> None:
    with everywhere():
        theirs = services.draft_plan(
            organisation=cast.exp, year=2026, title="Theirs", actor=cast.stranger_admin, at=now
        )
        rule = {"everyone": True}
        services.add_item(
            version=theirs, course=course, due_on=date(2027, 1, 1), audience=rule, actor=cast.stranger_admin, at=now
        )
    client = sign_in(cast.stranger_admin)
    found = client.get(reverse("api_plans", args=[cast.mof.public_id])).json()["results"]
    assert [row["title"] for row in found] == ["Theirs"]
    assert client.get(reverse("api_plan", args=[cast.mof.public_id, draft.plan.public_id])).status_code == 404
    assert client.get(reverse("api_plan", args=[cast.dopt.public_id, draft.plan.public_id])).status_code == 404
