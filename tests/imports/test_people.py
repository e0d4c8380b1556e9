"""The sheet of people: checked, applied, undone, applied again."""

import threading
import tracemalloc
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from igot.accounts import queries as accounts
from igot.accounts import services as accounts_services
from igot.imports import queries, services
from igot.imports.models import Job, Row
from igot.journal.models import FactRow
from igot.kernel.errors import Conflict, Refused
from igot.kernel.tenancy import everywhere, subtree
from igot.notifications.models import Notice
from tests.cast import Cast
from tests.imports.conftest import csv_bytes, sheet, table, xlsx_bytes


@pytest.fixture
def upload(cast: Cast, now: datetime) -> Callable[..., Job]:
    cast.assistant, cast.learner, cast.admin  # noqa: B018 - made before the sheet speaks of them

    def uploaded(rows: list[dict[str, str]], again: bool = False) -> Job:
        with subtree(cast.dopt):
            return services.upload(
                kind="people",
                organisation=cast.dopt,
                file=sheet(csv_bytes(rows)),
                again=again,
                actor=cast.admin,
                at=now,
            )

    return uploaded


def person(number: int, **more: str) -> dict[str, str]:
    return {"Email*": f"person{number}@test.example", "Mobile Number*": f"9{number:09d}", **more}


def apply(job: Job, cast: Cast, run: Callable[[Job], Job], now: datetime) -> Job:
    services.apply_job(job=job, actor=cast.admin, at=now)
    return run(job)


@pytest.fixture(autouse=True)
def open_scope(scope_everywhere: None) -> None:
    """The worker and the pages open their own; the tests look at everything."""


def test_checking_changes_nothing(upload, run, cast: Cast) -> None:
    job = run(upload([person(1), person(2)]))
    assert (job.state, job.rows_total, job.rows_wrong) == ("checked", 2, 0)
    assert accounts.by_email("person1@test.example") is None


def test_all_errors_of_a_row_are_listed_together(upload, run) -> None:
    wrong = {
        "Full Name*": "",
        "Email*": "not an address",
        "Mobile Number*": "12345",
        "Group*": "Group Z",
        "Designation*": "Wizard",
        "Gender": "x",
        "Category": "y",
        "Date of Birth": "1985-04-09",
        "Mother Tongue": "Klingon",
        "Employee ID": "A B",
        "Office Pin Code": "12",
        "External System ID": "a-b",
        "External System Name": "s" * 256,
        "Tags": "one1|two",
    }
    job = run(upload([wrong]))
    [row] = queries.rows_of(job)
    assert (row.state, len(row.errors)) == ("wrong", 14)
    for column in wrong:
        assert any(error.startswith(column.rstrip("*")) for error in row.errors), column


def test_line_breaks_and_duplicates_within_the_sheet_are_errors(upload, run) -> None:
    job = run(upload([person(1), person(1), person(2, **{"Full Name*": "Two\nLines"})]))
    rows = list(queries.rows_of(job))
    assert [row.state for row in rows] == ["ok", "wrong", "wrong"]
    assert len(rows[1].errors) == 2 and "line break" in rows[2].errors[0]


def test_unapproved_domains_people_of_others_and_taken_numbers_are_errors(upload, run, cast: Cast) -> None:
    type(cast.pers).objects.filter(pk=cast.pers.pk).update(email_domains=["test.example"])
    cast.stranger  # noqa: B018
    accounts_services.change_profile(user=cast.learner, changes={"mobile": "9000000001"}, actor=None, at=cast.at)
    job = run(
        upload(
            [
                person(1, **{"Email*": "a@gmail.example"}),
                person(2, **{"Email*": "stranger@test.example"}),
                person(3, **{"Mobile Number*": "+91 90000 00001"}),
            ]
        )
    )
    texts = [row.errors for row in queries.rows_of(job)]
    assert "not approved" in texts[0][0] and "registered elsewhere" in texts[1][0] and "somebody else" in texts[2][0]


def test_applying_registers_changes_and_leaves_the_rest(upload, run, cast: Cast, now: datetime, drain) -> None:
    job = run(
        upload(
            [
                person(1, **{"Date of Birth": "09-04-1985", "Tags": "north|induction", "Group*": "Group B"}),
                person(
                    2,
                    **{
                        "Email*": "learner@test.example",
                        "Full Name*": "Asha Renamed",
                        "Designation*": "Assistant Section Officer",
                    },
                ),
                person(3, **{"Email*": "nonsense"}),
            ]
        )
    )
    done = apply(job, cast, run, now)
    assert (done.state, done.rows_done, done.rows_wrong) == ("applied", 2, 1)
    added = accounts.by_emails(["person1@test.example"])["person1@test.example"]
    assert (added.organisation, added.designation, added.profile.group) == (cast.dopt, cast.section_officer, "B")
    assert (added.profile.date_of_birth.isoformat(), added.profile.tags) == ("1985-04-09", ["north", "induction"])
    changed = accounts.person(cast.learner.public_id)
    assert (changed.name, changed.designation) == ("Asha Renamed", cast.assistant)
    drain()
    assert {notice.kind for notice in Notice.objects.filter(person=cast.admin)} == {
        "imports.checked",
        "imports.applied",
    }
    assert FactRow.objects.filter(kind="imports.SheetApplied").count() == 1


def test_undoing_closes_new_people_and_gives_old_values_back(upload, run, cast: Cast, now: datetime) -> None:
    rows = [
        person(1),
        person(2, **{"Email*": "learner@test.example", "Full Name*": "Renamed", "Date of Birth": "09-04-1985"}),
    ]
    job = apply(run(upload(rows)), cast, run, now)
    services.undo_job(job=job, actor=cast.admin, at=now + timedelta(hours=23))
    assert run(job).state == "undone"
    assert accounts.by_email("person1@test.example").is_active is False
    back = accounts.by_emails(["learner@test.example"])["learner@test.example"]
    assert (back.name, back.profile.date_of_birth) == ("Asha Learner", None)


def test_what_was_changed_since_is_left_alone_by_undo(upload, run, cast: Cast, now: datetime) -> None:
    row = person(2, **{"Email*": "learner@test.example", "Full Name*": "Renamed"})
    job = apply(run(upload([row])), cast, run, now)
    accounts_services.change_profile(user=cast.learner, changes={"name": "Chosen by herself"}, actor=None, at=now)
    services.undo_job(job=job, actor=cast.admin, at=now)
    run(job)
    assert accounts.person(cast.learner.public_id).name == "Chosen by herself"
    assert "left as it is" in queries.rows_of(job)[0].errors[0]


def test_undo_ends_after_a_day_and_happens_once(upload, run, cast: Cast, now: datetime) -> None:
    job = apply(run(upload([person(1)])), cast, run, now)
    with pytest.raises(Conflict):
        services.undo_job(job=job, actor=cast.admin, at=now + timedelta(hours=24, seconds=1))
    services.undo_job(job=job, actor=cast.admin, at=now)
    with pytest.raises(Conflict):
        services.undo_job(job=job, actor=cast.admin, at=now)


def test_the_very_same_file_is_told_and_a_second_run_changes_nothing(upload, run, cast: Cast, now: datetime) -> None:
    job = apply(run(upload([person(1)])), cast, run, now)
    with pytest.raises(services.AlreadyUploaded) as refusal:
        upload([person(1)])
    assert refusal.value.job == job
    facts = FactRow.objects.filter(kind__startswith="accounts.Person").count()
    again = apply(run(upload([person(1)], again=True)), cast, run, now)
    assert [row.change for row in queries.rows_of(again)] == ["same"]
    assert FactRow.objects.filter(kind__startswith="accounts.Person").count() == facts


def test_applying_twice_is_a_conflict_and_nothing_ready_is_refused(upload, run, cast: Cast, now: datetime) -> None:
    job = run(upload([person(1)]))
    services.apply_job(job=job, actor=cast.admin, at=now)
    with pytest.raises(Conflict):
        services.apply_job(job=job, actor=cast.admin, at=now)
    wrong = run(upload([{"Email*": "x"}]))
    with pytest.raises(Refused):
        services.apply_job(job=wrong, actor=cast.admin, at=now)


def test_a_row_that_became_wrong_meanwhile_is_marked_and_the_rest_goes_on(
    upload, run, cast: Cast, now: datetime
) -> None:
    job = run(upload([person(1), person(2)]))
    cast.person("person1", cast.exp)
    done = apply(job, cast, run, now)
    assert [row.state for row in queries.rows_of(done)] == ["wrong", "applied"]
    assert (done.rows_done, done.rows_wrong) == (1, 1)


def test_a_killed_workers_check_begins_anew(upload, run) -> None:
    job = upload([person(1), person(2)])
    Job.objects.filter(pk=job.pk).update(state="checking", rows_total=1)
    Row.objects.create(job=job, number=2, values={}, state="ok")
    assert queries.owed_jobs() == [str(job.public_id)]
    assert (run(job).rows_total, Row.objects.filter(job=job).count()) == (2, 2)


def test_a_file_that_cannot_be_read_any_more_says_so(upload, run) -> None:
    job = upload([person(1)])
    job.file.delete(save=False)
    failed = run(job)
    assert failed.state == "failed" and failed.error


def test_a_workbook_is_applied_as_well(run, cast: Cast, now: datetime) -> None:
    cast.section_officer  # noqa: B018
    file = sheet(xlsx_bytes(table([person(1)])), "people.xlsx")
    job = run(services.upload(kind="people", organisation=cast.dopt, file=file, actor=cast.admin, at=now))
    assert apply(job, cast, run, now).rows_done == 1


def test_ten_thousand_rows_are_checked_in_bounded_memory(upload, run) -> None:
    job = upload([person(number) for number in range(10_000)])
    tracemalloc.start()
    checked = run(job)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (checked.state, checked.rows_total, checked.rows_wrong) == ("checked", 10_000, 0)
    assert peak < 60 * 1024 * 1024


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_apply_each_row_once(upload, run, cast: Cast, now: datetime) -> None:
    job = run(upload([person(number) for number in range(8)]))
    services.apply_job(job=job, actor=cast.admin, at=now)
    ready = threading.Barrier(2)

    def one() -> None:
        with everywhere():
            ready.wait(timeout=10)
            services.work(job_id=str(job.public_id), at=now)
        connection.close()

    workers = [threading.Thread(target=one) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert run(job).rows_done == 8
    assert FactRow.objects.filter(kind="imports.SheetApplied").count() == 1
    assert (
        FactRow.objects.filter(kind="accounts.PersonAdded", payload__organisation=str(cast.dopt.public_id)).count()
        == 10
    )
