"""`manage.py seed` fills an empty installation, and a filled one stays as it is."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from capacity_plans.plans import queries as plans
from courses.authoring import queries as authoring
from courses.catalogue import queries as catalogue
from courses.certificates import queries as certificates
from courses.learning import queries as learning
from igot.accounts import queries as accounts
from igot.accounts.access import may
from igot.journal.models import Delivery
from igot.kernel.clock import FinancialYear, day_in_india, now
from igot.kernel.tenancy import everywhere, subtree
from igot.organisations import queries as organisations
from igot.seed import people
from igot.seed.content import read
from igot.seed.steps.client import CLIENT_ID, secret_file


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Iterator[Path]:
    """What the seed writes beside the database goes into a folder of the test's own."""
    settings.VAR_DIR = tmp_path
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "media")},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    yield tmp_path


def seed(*arguments: str) -> str:
    said = io.StringIO()
    call_command("seed", *arguments, stdout=said)
    return said.getvalue()


def counts() -> dict[str, int]:
    """How many rows each of our tables has."""
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in
            {"igot", "competencies", "assessments", "courses", "capacity_plans"}]  # fmt: skip
    with everywhere():
        return {model._meta.label: model._default_manager.count() for model in ours}


def test_without_demo_it_makes_the_framework_and_nobody(db: None, settings) -> None:
    settings.DEMO = False
    seed("--no-demo")
    first = counts()
    assert first["organisations.Organisation"] == len(read("frac/organisations.json")["organisations"])
    assert first["organisations.Designation"] == 46
    assert first["competencies.Competency"] == 77
    assert first["competencies.Position"] == 21
    assert first["accounts.User"] == 0
    assert first["courses.Course"] == 0
    seed("--no-demo")
    assert counts() == first


@pytest.mark.parametrize("arguments", [[], ["--only", "people"], ["--only", "plans"]])
def test_it_refuses_to_invent_people_where_demo_is_off(db: None, settings, arguments: list[str]) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO"):
        seed(*arguments)
    assert counts()["accounts.User"] == 0


def test_contradicting_options_are_refused(db: None, settings) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="contradict"):
        seed("--no-demo", "--only", "people")


@pytest.mark.parametrize("part", ["people", "courses", "plans"])
def test_a_part_without_those_before_it_is_refused_in_plain_words(db: None, settings, part: str) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="without --only"):
        seed("--only", part)


def test_names_have_a_hindi_text(db: None) -> None:
    seed("--no-demo")
    assert organisations.by_slug("dopt").in_language("name", "hi") == "कार्मिक और प्रशिक्षण विभाग"
    assert all(row.in_language("name", "hi") != row.name for row in organisations.designations_for(None))


def test_the_whole_demo_is_there_and_a_second_run_adds_nothing(db: None, settings) -> None:
    settings.DEMO = True
    seed()
    first = counts()

    department, at = organisations.by_slug("dopt"), now()
    everybody = people.cast() + people.crowd()
    assert first["accounts.User"] == len(everybody)
    assert authenticate(email=people.LEARNER_WITH_HISTORY, password=people.DEMO_PASSWORD) is not None
    for person in people.cast():
        user = accounts.by_email(person.email)
        assert user is not None
        for role, code in person.grants:
            place = organisations.by_code(code)
            assert place is not None
            assert may(user, role, place, at)

    courses = {course.slug: course for course in authoring.courses_of(department)}
    assert len(courses) == 12
    assert all(course.current is not None for course in courses.values())
    complete = courses["noting-and-drafting"].current
    assert complete is not None
    kinds = [resource.kind for resource in authoring.resources_of(complete)]
    assert kinds.count("page") == 6
    assert {"video", "audio", "pdf", "assessment"} <= set(kinds)
    made_by = {complete.created_by.email, *_deciders(complete)}
    assert made_by == {people.CREATOR, people.CONTENT_REVIEWER, people.PUBLISHER}

    asha, stranger = accounts.by_email(people.LEARNER_WITH_HISTORY), accounts.by_email("stranger@mof.igot.example")
    assert asha is not None
    assert stranger is not None
    with subtree(department):
        plan = plans.annual_plan(department, FinancialYear.of(day_in_india(at)).start)
        assert plan is not None
        assert plan.current is not None
        assert plan.current.state == "published"
        assert plan.current.items.count() == 12
        done = learning.enrolment_of(asha, courses["e-office"])
        half = learning.enrolment_of(asha, courses["noting-and-drafting"])
        assert done is not None
        assert done.state == "completed"
        assert plan.current.published_at < done.completed_at < at
        assert half is not None
        assert 0 < learning.percent(half) < 100
        assert certificates.certificates_of(asha).count() == 1
    assert set(courses.values()) <= set(catalogue.visible_to(stranger))

    client = accounts.clients_of(department).get()
    assert client.client_id == CLIENT_ID
    assert secret_file().stat().st_mode & 0o077 == 0
    assert not Delivery.objects.exclude(error="").exists()

    seed()
    assert counts() == first


def _deciders(release) -> set[str]:
    from igot.approvals.queries import history

    request = history("courses.release", release.public_id)[0]
    return {step.decided_by.email for step in request.steps.all()}
