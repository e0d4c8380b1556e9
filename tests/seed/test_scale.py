"""`manage.py seed --scale N`: the same data each time, and every derived table is what its recount says."""

import hashlib
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from capacity_plans.monitoring import services as monitoring
from capacity_plans.plans import queries as plans
from competencies.evidence import queries as passbooks
from competencies.evidence import services as evidence
from competencies.insight import services as insight
from courses.authoring import queries as authoring
from courses.catalogue.services import rebuild_listings
from courses.certificates import queries as certificates
from courses.learning import queries as learning
from courses.learning import services as teaching
from igot.accounts import queries as accounts
from igot.kernel.clock import now as present
from igot.kernel.tenancy import everywhere
from igot.organisations import queries as organisations
from igot.seed import scale
from igot.seed.scale.tree import MINISTRY

PEOPLE, COURSES = 60, 10
# By what nobody draws anew: no keys, and of what the services make nothing but its substance.
MADE = {
    "people": "SELECT u.public_id, email, u.name, name_in_hindi, language, o.code, d.name FROM accounts_user u "
    "JOIN organisations_organisation o ON o.id = organisation_id JOIN organisations_designation d "
    "ON d.id = designation_id ORDER BY email",
    "postings": "SELECT u.email, p.starts_on FROM accounts_posting p JOIN accounts_user u ON u.id = user_id ORDER BY 1",
    "courses": "SELECT c.public_id, slug, title, minutes FROM courses_course c JOIN courses_release r "
    "ON r.id = current_id WHERE slug LIKE 'course-%' ORDER BY slug",
    "resources": "SELECT key, kind, title, body_html FROM courses_resource WHERE key IN "
    "(SELECT resource FROM courses_resourceprogress) ORDER BY key",
    "enrolments": "SELECT public_id, state, enrolled_at, started_at, completed_at, last_resource, last_active_at "
    "FROM courses_enrolment ORDER BY public_id",
    "progress": "SELECT resource, first_seen_at, seconds_present, score, completed_at FROM courses_resourceprogress "
    "ORDER BY 1, 2",
    "events": "SELECT event_id, kind, received_at FROM courses_progressevent ORDER BY 1",
    "decisions": "SELECT public_id, decided_at FROM courses_completiondecision ORDER BY 1",
    "certificates": "SELECT serial, signed FROM courses_certificate ORDER BY 1",
    "attempts": "SELECT public_id, percent, started_at FROM assessments_attempt ORDER BY 1",
    "answers": "SELECT receipt, response FROM assessments_answer ORDER BY 1, 2",
    "evidence": "SELECT public_id, level, kind, occurred_at FROM competencies_evidence ORDER BY 1",
    "attainments": "SELECT u.email, c.code, level, since FROM competencies_attainment a JOIN accounts_user u "
    "ON u.id = learner_id JOIN competencies_competency c ON c.id = competency_id ORDER BY 1, 2",
    "assignments": "SELECT u.email, c.slug, state, due_on, met_at FROM capacity_plans_planassignment a "
    "JOIN accounts_user u ON u.id = learner_id JOIN courses_course c ON c.id = course_id ORDER BY 1, 2",
}


def rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def digest() -> dict[str, str]:
    found = {name: rows(statement) for name, statement in MADE.items()}
    assert all(found.values()), [name for name, some in found.items() if not some]
    return {name: hashlib.sha256(repr(some).encode()).hexdigest() for name, some in found.items()}


def grow(at: datetime) -> None:
    scale.grow(learners=PEOPLE, courses=COURSES, at=at, say=lambda line: None)


@pytest.fixture
def demo(db: None, settings, tmp_path: Path) -> Iterator[None]:
    """The parts of the demo on which the many stand."""
    settings.DEMO, settings.VAR_DIR = True, tmp_path
    options = {"location": str(tmp_path / "media")}
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    for part in ("frac", "people", "courses"):
        call_command("seed", "--only", part, stdout=io.StringIO())
    yield


def test_what_is_made_in_bulk_is_what_the_services_would_have_made(demo: None) -> None:
    at = present()
    with transaction.atomic():
        grow(at)
        first = digest()
        transaction.set_rollback(True)
    grow(at)
    assert digest() == first

    with pytest.raises(CommandError, match=f"{PEOPLE} people"):
        call_command("seed", "--scale", "5", stdout=io.StringIO())

    ministry = organisations.by_code(MINISTRY)
    assert ministry is not None
    assert accounts.people_in(ministry).filter(profile__tags__contains=["scale"]).count() in range(
        PEOPLE // 5 - 1, PEOPLE // 5 + 2
    )
    with everywhere():
        _levels_are_what_the_evidence_says(at)
        _gaps_are_what_the_work_asks(at)
        _numbers_are_what_the_assignments_say(at)
        _listings_are_what_the_releases_say()
        _the_past_of_one_holds_together()


def _levels_are_what_the_evidence_says(at: datetime) -> None:
    statement = (
        "SELECT learner_id, competency_id, level, since, valid_until, explanation, stale FROM competencies_attainment "
        "ORDER BY 1, 2"
    )
    before = rows(statement)
    for learner_id, competency_id in passbooks.pairs_with_evidence():
        evidence.settle(learner_id=learner_id, competency_id=competency_id, at=at)
    assert rows(statement) == before


def _gaps_are_what_the_work_asks(at: datetime) -> None:
    statement = (
        "SELECT person_id, position_id, competency_id, required, attained, missing, leads FROM competencies_gap "
        "ORDER BY 1, 2, 3"
    )
    before = rows(statement)
    assert before
    insight.rebuild(at=at)
    assert rows(statement) == before


def _numbers_are_what_the_assignments_say(at: datetime) -> None:
    statement = (
        "SELECT plan_id, organisation_id, people, people_done, assigned, in_progress, met, waived, overdue, stale "
        "FROM capacity_plans_planprogress WHERE people > 0 ORDER BY 1, 2"
    )
    before = rows(statement)
    assert before
    for plan in plans.plans_in_force():
        monitoring.rebuild(plan=plan, at=at)
    assert rows(statement) == before


def _listings_are_what_the_releases_say() -> None:
    statement = "SELECT course_id, title, words, vector::text, minutes FROM courses_listing ORDER BY 1"
    before = rows(statement)
    assert rebuild_listings() == len(before)
    assert rows(statement) == before


def _the_past_of_one_holds_together() -> None:
    """A recheck replays what somebody's device is said to have reported, and finds nothing to mend."""
    done = rows("SELECT id, public_id FROM courses_enrolment WHERE state = 'completed' ORDER BY id LIMIT 3")
    begun = rows("SELECT id, public_id FROM courses_enrolment WHERE state = 'in_progress' ORDER BY id LIMIT 3")
    for _pk, public_id in done + begun:
        enrolment = learning.enrolment_by_id(public_id)
        found = teaching.recheck(enrolment=enrolment, at=present())
        assert (found.before, found.completed) == (found.after, 0)
        for resource in authoring.resources_of(enrolment.release):
            assert resource.key in {row.resource for row in enrolment.progress.all()} or enrolment.state != "completed"
    for pk, _public_id in done:
        certificate = certificates.certificate_for(pk)
        assert certificate is not None
        verification = certificates.verification(certificate.serial)
        assert verification is not None
        assert verification.holds
