"""A repeated POST with the same key is answered, not done, again."""

import json
from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client, RequestFactory

from igot.accounts.idempotency import IdempotencyMiddleware
from igot.accounts.models import User
from tests.cast import Cast

SignIn = Callable[[User | None], Client]


class Counter:
    """A view that counts how often it was called."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, request: object) -> HttpResponse:
        self.calls += 1
        return HttpResponse(json.dumps({"call": self.calls}), status=201, content_type="application/json")


def post(middleware: IdempotencyMiddleware, user: User, key: str, body: str = "{}") -> HttpResponse:
    request = RequestFactory().post("/api/v1/things/", body, "application/json", headers={"Idempotency-Key": key})
    request.user = user
    return middleware(request)


def test_the_second_answer_is_the_first(cast: Cast) -> None:
    view = Counter()
    middleware = IdempotencyMiddleware(view)
    first, second = post(middleware, cast.learner, "k"), post(middleware, cast.learner, "k")
    assert view.calls == 1
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert second["Idempotency-Replayed"] == "true"


def test_another_person_may_use_the_same_key(cast: Cast) -> None:
    view = Counter()
    middleware = IdempotencyMiddleware(view)
    post(middleware, cast.learner, "k")
    post(middleware, cast.learner2, "k")
    assert view.calls == 2


def test_a_key_used_for_something_else_is_refused(cast: Cast) -> None:
    middleware = IdempotencyMiddleware(Counter())
    post(middleware, cast.learner, "k")
    other = post(middleware, cast.learner, "k", '{"other": true}')
    assert (other.status_code, json.loads(other.content)["code"]) == (422, "idempotency_key_reused")


def test_a_refusal_is_not_kept(cast: Cast) -> None:
    answers = [HttpResponse("{}", status=429), HttpResponse("{}", status=201)]
    middleware = IdempotencyMiddleware(lambda request: answers.pop(0))
    assert post(middleware, cast.learner, "k").status_code == 429
    assert post(middleware, cast.learner, "k").status_code == 201
