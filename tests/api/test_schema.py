"""The API's description is complete, valid, and true."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import resolve, reverse
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from assessments.attempts import services as attempts
from igot.accounts import services as accounts
from igot.accounts.models import Role, User
from igot.kernel.tenancy import everywhere
from tests.architecture.access_matrix import PARTS, POSTED, PUT

METHODS = ("get", "post", "put", "patch", "delete")
# JSON-LD is read with its context or not at all.
WHOLE = {"competencies/{public_id}/alignment/"}
PUBLIC = {"/api/v1/certificates/{serial}/verification/"}


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """As `manage.py spectacular` makes it; a warning is an error."""
    path = tmp_path_factory.mktemp("schema") / "schema.json"
    options: dict[str, Any] = {"format": "openapi-json", "file": str(path), "fail_on_warn": True, "validate": True}
    call_command("spectacular", **options)
    return dict(json.loads(path.read_text("utf-8")))


def operations(schema: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, each)
        for path, item in schema["paths"].items()
        for method, each in item.items()
        if method in METHODS
    ]


def test_the_schema_is_valid_openapi_3_1(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(schema).validate()


def test_every_operation_says_what_it_does_for_whom_and_how_it_fails(schema: dict[str, Any]) -> None:
    wrong = []
    for path, method, each in operations(schema):
        lacking = [name for name in ("summary", "description", "tags", "security") if not each.get(name)]
        wanted = {"404", "422", "429"} | (set() if path in PUBLIC else {"401", "403"})
        lacking += sorted(wanted - set(each["responses"]))
        lacking += [
            code
            for code, answer in each["responses"].items()
            if code >= "400" and list(answer.get("content", {})) != ["application/problem+json"]
        ]
        wrong += [f"{method} {path}: {', '.join(lacking)}"] if lacking else []
    assert not wrong, "\n".join(wrong)


def test_no_two_operations_have_the_same_name(schema: dict[str, Any]) -> None:
    names = [each["operationId"] for _path, _method, each in operations(schema)]
    assert sorted(names) == sorted(set(names))


def addresses(world: Any) -> dict[str, tuple[User, dict[str, Any]]]:
    """For every address that is read: a person who may, and what stands in its path."""
    cast = world.cast
    dopt = {"public_id": cast.dopt.public_id}
    istm = {"public_id": cast.istm.public_id}
    return {
        "approvals/": (cast.content_reviewer, {}),
        "approvals/{public_id}/": (cast.content_reviewer, {"public_id": world.request.public_id}),
        "attempts/{public_id}/": (cast.learner, {"public_id": world.attempt.public_id}),
        "catalogue/": (cast.learner, {}),
        "certificates/{serial}/verification/": (cast.learner, {"serial": world.certificate.serial}),
        "changes/": (cast.admin, {}),
        "competencies/": (cast.learner, {}),
        "courses/{public_id}/": (cast.learner, {"public_id": world.course.public_id}),
        "me/": (cast.admin, {}),
        "me/assignments/": (cast.learner, {}),
        "me/certificates/": (cast.learner, {}),
        "me/enrolments/": (cast.learner, {}),
        "me/passbook/": (cast.learner, {}),
        "organisations/": (cast.admin, {}),
        "organisations/{public_id}/assignments/": (cast.admin, dopt),
        "organisations/{public_id}/attainments/": (cast.admin, dopt),
        "organisations/{public_id}/certificates/": (cast.admin, dopt),
        "organisations/{public_id}/completions/": (cast.admin, dopt),
        "organisations/{public_id}/courses/": (cast.creator, istm),
        "organisations/{public_id}/courses/{course_id}/draft/": (
            cast.creator,
            {**istm, "course_id": world.draft.course.public_id},
        ),
        "organisations/{public_id}/enrolments/": (cast.admin, dopt),
        "organisations/{public_id}/plans/": (cast.leader, dopt),
        "organisations/{public_id}/plans/{plan_id}/": (cast.leader, {**dopt, "plan_id": world.plan.public_id}),
        "organisations/{public_id}/plans/{plan_id}/progress/": (
            cast.leader,
            {**dopt, "plan_id": world.plan.public_id},
        ),
    }


def further(world: Any) -> dict[str, tuple[User, str]]:
    """For the other addresses of the access matrix: somebody whom it lets in, and the address."""
    found: dict[str, tuple[User, str]] = {}
    for lines in PARTS.values():
        for name, (kwargs, allowed) in lines.items():
            if name.startswith("api_") and name not in POSTED | PUT:
                url = reverse(name, kwargs=kwargs(world))
                route = resolve(url).route.removeprefix("api/v1/")
                path = re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", route)
                person = min(allowed - {"anonymous"}, default="admin")
                found[path] = (getattr(world.cast, person), url)
    return found


def test_every_address_that_is_read_answers_as_described_and_with_the_fields_asked_for(
    schema: dict[str, Any], world: Any, sign_in: Any, settings: Any, now: datetime
) -> None:
    settings.CHANGES_SETTLE_SECONDS = 0
    person, until = world.cast.admin, now + timedelta(days=3650)
    right: dict[str, Any] = {"user": person, "organisation": world.cast.dopt, "starts_at": now, "ends_at": until}
    accounts.grant_role(
        role=Role.ASSESSOR, **right, actor=world.cast.platform_admin, at=now
    )  # the matrix has nobody who verifies claims
    with everywhere():  # a result is read, too
        attempts.submit(attempt=world.attempt, at=now)
    read = {path.removeprefix("/api/v1/") for path, method, _each in operations(schema) if method == "get"}
    sure = addresses(world)
    known = {path: line for path, line in further(world).items() if path in read}
    known |= {path: (person, "/api/v1/" + path.format(**values)) for path, (person, values) in sure.items()}
    assert read == set(known), "an address without a line, or a line without an address"
    registry: Any = Registry().with_resource(
        "urn:schema", Resource.from_contents(schema, default_specification=DRAFT202012)
    )
    wrong = []
    for path, (person, url) in known.items():
        browser = sign_in(person)
        answer = browser.get(url)
        described = schema["paths"][f"/api/v1/{path}"]["get"]["responses"]["200"]["content"]["application/json"]
        if answer.status_code != 200:
            wrong.append(f"{url}: {answer.status_code} {answer.content[:200]!r}")
            continue
        body = answer.json()
        wrong += [
            f"{path} {error.json_path}: {error.message[:200]}"
            for error in Draft202012Validator(_absolute(described["schema"]), registry=registry).iter_errors(body)
        ]
        rows = body.get("results", body) if isinstance(body, dict) else body
        assert rows or path not in sure, f"{path} has no rows: nothing is tested"
        wrong += _sparse(browser, url, rows) if rows and path not in WHOLE else []
    assert not wrong, "\n".join(wrong)


def _sparse(browser: Client, url: str, rows: Any) -> list[str]:
    """`?fields=` leaves the rest out, and refuses what is not there."""
    name = next(iter(rows[0] if isinstance(rows, list) else rows))
    few = browser.get(url, {"fields": name}).json()
    found = few.get("results", few) if isinstance(few, dict) else few
    names = set(found[0] if isinstance(found, list) else found)
    wrong = [f"{url}: fields={name} gives {names}"] if names != {name} else []
    refused = browser.get(url, {"fields": f"{name},salary"})
    if refused.status_code != 422 or "salary" not in refused.json()["errors"][0]["messages"][0]:
        wrong.append(f"{url}: an unknown field is not refused ({refused.status_code})")
    return wrong


def _absolute(part: Any) -> Any:
    """References within the schema, as addresses of the registry."""
    if isinstance(part, dict):
        return {name: f"urn:schema{value}" if name == "$ref" else _absolute(value) for name, value in part.items()}
    return [_absolute(each) for each in part] if isinstance(part, list) else part
