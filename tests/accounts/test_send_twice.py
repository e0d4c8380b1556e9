"""A double click, or a browser that tries again, makes one thing of one form."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessments.bank.models import Question
from capacity_plans.plans.models import Plan
from igot.accounts.models import ApiClient, IdempotentRequest, RoleGrant
from igot.imports.models import Export, Job
from igot.kernel.tenancy import everywhere
from tests.cast import Cast
from tests.imports.conftest import csv_bytes

SignIn = Callable[..., Client]
QUESTION = {"stem": "Is it?", "right": "true", "difficulty": "2"}
PLAN = {"year": "2026", "kind": "special", "title": "Twice"}
FORMS: dict[str, tuple[str, str, str, dict[str, Any], Any]] = {
    "question": ("creator", "question_new", "istm", QUESTION, Question),
    "plan": ("manager", "plan_new", "dopt", PLAN, Plan),
    "client": ("admin", "client_list", "dopt", {"name": "e-HRMS", "scopes": ["plans:read"]}, ApiClient),
    "export": ("admin", "exports", "dopt", {"kind": "people"}, Export),
    "import": ("admin", "imports", "dopt", {"kind": "people"}, Job),
}


def count(model: Any) -> int:
    with everywhere():
        return int(model.objects.count())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", FORMS)
def test_two_clicks_at_once_make_one_thing_and_lead_to_the_same_place(cast: Cast, sign_in: SignIn, what: str) -> None:
    handle, name, slug, values, model = FORMS[what]
    browsers = [sign_in(getattr(cast, handle)) for _click in range(2)]
    url = reverse(name, kwargs={"slug": slug}) + ("?kind=true_false" if what == "question" else "")
    before, together = count(model), Barrier(2)

    def click(browser: Client) -> tuple[int, str]:
        sent = {**values, "csrfmiddlewaretoken": "as-on-the-page"}
        if what == "import":
            sent["file"] = SimpleUploadedFile("people.csv", csv_bytes([{}]))
        try:
            together.wait()
            answer = browser.post(url, sent)
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(click, browsers))
    assert count(model) == before + 1
    if what == "client":  # its secret is shown once, to the first
        assert [status for status, _place in answers] == [201, 409]
    else:
        assert answers[0] == answers[1]
        assert answers[0][0] == 302


def test_another_page_or_other_words_are_another_form(cast: Cast, sign_in: SignIn) -> None:
    browser, url = sign_in(cast.manager), reverse("plan_new", kwargs={"slug": cast.dopt.slug})
    for token, title in (("first", "Once"), ("second", "Once"), ("second", "Twice")):
        assert browser.post(url, {**PLAN, "title": title, "csrfmiddlewaretoken": token}).status_code == 302
    assert count(Plan) == 3


def test_a_form_that_was_not_accepted_can_be_sent_again(cast: Cast, sign_in: SignIn) -> None:
    browser, url = sign_in(cast.manager), reverse("plan_new", kwargs={"slug": cast.dopt.slug})
    for _click in range(2):
        assert browser.post(url, {**PLAN, "title": "", "csrfmiddlewaretoken": "t"}).status_code == 422
    assert not IdempotentRequest.objects.exists()


def test_after_a_minute_it_is_meant(cast: Cast, sign_in: SignIn) -> None:
    browser, url = sign_in(cast.manager), reverse("plan_new", kwargs={"slug": cast.dopt.slug})
    browser.post(url, {**PLAN, "csrfmiddlewaretoken": "t"})
    row = IdempotentRequest.objects.get()
    IdempotentRequest.objects.update(created_at=row.created_at - timedelta(minutes=2))
    browser.post(url, {**PLAN, "csrfmiddlewaretoken": "t"})
    assert count(Plan) == 2


def test_a_role_given_twice_is_given_once(cast: Cast, sign_in: SignIn) -> None:
    browser, url = sign_in(cast.admin), reverse("grant_new", kwargs={"slug": cast.dopt.slug})
    last_day = browser.get(url).context["form"].fields["last_day"].initial
    values = {"email": cast.learner.email, "role": "plan_manager", "organisation": cast.dopt.public_id}
    for _click in range(2):
        sent = {**values, "last_day": last_day.isoformat(), "csrfmiddlewaretoken": "t"}
        assert browser.post(url, sent).status_code == 302
    assert RoleGrant.objects.filter(user=cast.learner).count() == 1
