"""A plan speaks to its readers in their language."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import translation

from capacity_plans.plans import services
from capacity_plans.plans.models import PlanVersion
from courses.authoring.models import Course
from igot.kernel.tenancy import subtree
from tests.cast import Cast

SignIn = Callable[..., Any]
HINDI = {"hi": {"title": "वार्षिक योजना", "objectives": "सब टिप्पणी लिख सकें।"}}


def test_objectives_and_reasons_are_read_in_hindi_and_go_into_the_amendment(
    make_plan: Callable[..., PlanVersion],
    in_force: Callable[..., PlanVersion],
    course: Course,
    cast: Cast,
    sign_in: SignIn,
    now: datetime,
) -> None:
    by: dict[str, Any] = {"actor": cast.manager, "at": now}
    version = make_plan(course)
    with subtree(cast.dopt):
        services.change_version(version=version, changes={"translations": HINDI, "objectives": "All can note."}, **by)
        item = version.items.get()
        services.change_item(
            item=item, changes={"reason": "Notes.", "translations": {"hi": {"reason": "टिप्पणियां।"}}}, **by
        )
        plan = in_force(version).plan
        amended = services.amend(plan=plan, **by)
        assert amended.items.get().translations == {"hi": {"reason": "टिप्पणियां।"}}
        assert plan.translations == {"hi": {"title": "वार्षिक योजना"}}
        assert amended.translations == {"hi": {"objectives": "सब टिप्पणी लिख सकें।"}}
    client = sign_in(cast.manager)
    client.cookies["language"] = "hi"
    page = client.get(f"/o/dopt/plans/{plan.public_id}/").content.decode()
    assert "सब टिप्पणी लिख सकें।" in page and "टिप्पणियां।" in page and "All can note." not in page
    with translation.override("en"):
        assert amended.in_language("objectives") == "All can note."


def test_the_form_takes_both_languages_and_gives_them_back(
    make_plan: Callable[..., PlanVersion], course: Course, cast: Cast, sign_in: SignIn
) -> None:
    version = make_plan(course)
    client, address = sign_in(cast.manager), f"/o/dopt/plans/{version.plan.public_id}/words/"
    typed = {"title": "Plan", "title_hi": "योजना", "objectives": "All.", "objectives_hi": "सब।"}
    assert client.post(address, typed).status_code == 302
    page = client.get(address).content.decode()
    assert all(text in page for text in typed.values())
    item = f"/o/dopt/plans/{version.plan.public_id}/items/{version.items.get().key}/"
    page = client.get(item).content.decode()
    assert 'name="reason_hi"' in page
