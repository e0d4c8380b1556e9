"""Upload, follow, apply, undo; ask for a file and take it away."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from igot.accounts import queries as accounts
from igot.imports import queries, services
from igot.imports.csv import harmless, response
from igot.imports.models import Export, Job
from igot.imports.people.rules import HEADINGS
from igot.journal.models import FactRow
from igot.kernel.clock import now as present
from tests.cast import Cast
from tests.imports.conftest import csv_bytes, sheet

pytestmark = pytest.mark.usefixtures("scope_everywhere")


def page(name: str, **kwargs: object) -> str:
    return reverse(name, kwargs={"slug": "dopt", **kwargs})


@pytest.fixture
def uploaded(cast: Cast, sign_in) -> Callable[..., Job]:
    cast.assistant, cast.learner, cast.admin  # noqa: B018 - made before the sheet speaks of them

    def post(rows: list[dict[str, str]]) -> Job:
        answer = sign_in(cast.admin).post(page("imports"), {"kind": "people", "file": sheet(csv_bytes(rows))})
        assert answer.status_code == 302, answer.content.decode()
        return Job.objects.get(public_id=answer["Location"].rstrip("/").rpartition("/")[2])

    return post


def test_anonymous_strangers_and_other_roles_are_kept_out(sign_in, cast: Cast, uploaded) -> None:
    job = uploaded([{}])
    urls = [page("imports"), page("import_template", kind="people"), page("import", public_id=job.public_id)]
    urls += [page("import_result", public_id=job.public_id)]
    posts = [page("import_apply", public_id=job.public_id), page("import_undo", public_id=job.public_id)]
    for person, expected in (
        (None, 302),
        (cast.stranger_admin, 404),
        (cast.learner, 404),
        (cast.manager, 403),
        (cast.auditor, 403),
    ):
        client = sign_in(person)
        assert {client.get(url).status_code for url in urls} == {expected}, person
        assert {client.post(url).status_code for url in posts} == {expected}, person
    assert sign_in(cast.admin).get(page("import", public_id=uuid4())).status_code == 404
    assert sign_in(cast.admin).get(page("import_template", kind="none")).status_code == 404


def test_another_organisations_sheet_is_not_there(sign_in, cast: Cast, uploaded) -> None:
    job = uploaded([{}])
    theirs = reverse("import", kwargs={"slug": "mof", "public_id": job.public_id})
    cast.mof  # noqa: B018
    assert sign_in(cast.stranger_admin).get(theirs).status_code == 404


def test_an_empty_list_offers_the_template(sign_in, cast: Cast) -> None:
    client = sign_in(cast.admin)
    assert "No sheet has been uploaded yet" in client.get(page("imports")).content.decode()
    template = b"".join(client.get(page("import_template", kind="people")).streaming_content).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(template))) == list(HEADINGS)


def test_a_wrong_file_is_answered_beside_the_field(sign_in, cast: Cast) -> None:
    client = sign_in(cast.admin)
    for content, text in ((b"%PDF-1.7\xff", "not in UTF-8"), (b"", "empty"), (b"Full Name*\nx", "columns are missing")):
        answer = client.post(page("imports"), {"kind": "people", "file": sheet(content)})
        assert answer.status_code == 422 and text in answer.content.decode()
    assert client.post(page("imports"), {"kind": "people"}).status_code == 422
    assert not Job.objects.exists()


def test_a_file_that_is_too_large_is_refused(sign_in, cast: Cast, settings) -> None:
    settings.UPLOAD_LIMITS_MB = {"sheet": 0}
    answer = sign_in(cast.admin).post(page("imports"), {"kind": "people", "file": sheet(csv_bytes([{}]))})
    assert answer.status_code == 422 and "larger than 0 MB" in answer.content.decode()


def test_the_journey_of_a_sheet_on_the_pages(sign_in, cast: Cast, uploaded, run) -> None:
    job = uploaded([{}, {"Email*": "nonsense", "Mobile Number*": "1"}])
    client, url = sign_in(cast.admin), page("import", public_id=job.public_id)
    waiting = client.get(url).content.decode()
    assert "Look again" in waiting and 'hx-trigger="every 2s"' in waiting
    run(job)
    text = client.get(url).content.decode()
    assert "Apply 1 row" in text and "hx-trigger" not in text and "Mobile Number: Give ten digits" in text
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="progress"') and "<h1" not in part
    assert "meera@test.example" not in client.get(url + "?wrong=1").content.decode()
    assert client.post(page("import_apply", public_id=job.public_id)).status_code == 302
    assert client.post(page("import_apply", public_id=job.public_id)).status_code == 409
    run(job, at=present())  # what it may be undone until is measured from here
    result = b"".join(client.get(page("import_result", public_id=job.public_id)).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(result)))
    assert rows[0]["Status"] == "Applied" and "Give ten digits" in rows[1]["Error Details"]
    assert "Undo this import" in client.get(url).content.decode()
    assert client.post(page("import_undo", public_id=job.public_id)).status_code == 302
    run(job)
    assert accounts.by_email("meera@test.example").is_active is False
    assert job.file_name in client.get(page("imports")).content.decode()


def test_the_very_same_file_is_told_with_a_link_and_can_be_forced(sign_in, cast: Cast, uploaded) -> None:
    job = uploaded([{}])
    client = sign_in(cast.admin)
    answer = client.post(page("imports"), {"kind": "people", "file": sheet(csv_bytes([{}]))})
    assert answer.status_code == 422
    assert str(job.public_id) in answer.content.decode() and "Upload it again" in answer.content.decode()
    answer = client.post(page("imports"), {"kind": "people", "file": sheet(csv_bytes([{}])), "again": "on"})
    assert answer.status_code == 302 and Job.objects.count() == 2


def test_applying_when_nothing_is_ready_says_what_to_do(sign_in, cast: Cast, uploaded, run) -> None:
    job = uploaded([{"Email*": "x"}])
    run(job)
    answer = sign_in(cast.admin).post(page("import_apply", public_id=job.public_id))
    assert answer.status_code == 422 and "No row is ready" in answer.content.decode()


def test_a_file_is_asked_for_made_and_downloaded_with_a_trace(sign_in, cast: Cast, drain) -> None:
    cast.learner  # noqa: B018
    client = sign_in(cast.admin)
    assert "No files yet" in client.get(page("exports")).content.decode()
    assert client.post(page("exports"), {"kind": "people"}).status_code == 302
    assert client.post(page("exports"), {"kind": "people"}).status_code == 302
    [public_id] = queries.owed_exports()
    assert "every 2s" in client.get(page("exports")).content.decode()
    assert client.get(page("export", public_id=public_id)).status_code == 404
    services.make_export(export_id=public_id, at=present())
    services.make_export(export_id=public_id, at=present())
    answer = client.get(page("export", public_id=public_id))
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "learner@test.example" in body and "stranger@test.example" not in body
    assert "attachment" in answer["Content-Disposition"]
    assert FactRow.objects.filter(kind="imports.ExportDownloaded", actor_id=cast.admin.pk).count() == 1
    assert FactRow.objects.filter(kind="imports.ExportReady").count() == 1
    assert client.post(page("exports"), {"kind": "none"}).status_code == 422


def test_files_are_kept_from_strangers_and_other_roles(sign_in, cast: Cast, now: datetime) -> None:
    export = services.ask_export(kind="people", organisation=cast.dopt, actor=cast.admin, at=present())
    services.make_export(export_id=str(export.public_id), at=present())
    url = page("export", public_id=export.public_id)
    for person, expected in (
        (None, 302),
        (cast.stranger_admin, 404),
        (cast.learner, 404),
        (cast.manager, 403),
        (cast.leader, 200),
    ):
        assert sign_in(person).get(url).status_code == expected, person
    assert sign_in(cast.platform_admin).get(page("exports")).status_code == 403


def test_a_file_expires_and_is_deleted(sign_in, cast: Cast) -> None:
    export = services.ask_export(
        kind="people", organisation=cast.dopt, actor=cast.admin, at=present() - timedelta(days=8)
    )
    services.make_export(export_id=str(export.public_id), at=present())
    assert sign_in(cast.admin).get(page("export", public_id=export.public_id)).status_code == 404
    stored = Export.objects.get(pk=export.pk).file
    assert stored.storage.exists(stored.name)
    assert services.expire(at=present()) == 1
    assert not stored.storage.exists(stored.name) and services.expire(at=present()) == 0


def test_cells_that_would_be_formulas_are_made_harmless() -> None:
    assert [harmless(cell) for cell in ("=1+1", "+91", "-x", "@a", "\tb", "plain", -5, None)] == [
        "'=1+1",
        "'+91",
        "'-x",
        "'@a",
        "'\tb",
        "plain",
        "-5",
        "",
    ]
    assert all(harmless(f"{sign}1").startswith("'") for sign in "＝＋－＠−|\n\r")
    answer = response('a/b"c.csv', ["Name"], [["=cmd()"]])
    assert b"".join(answer.streaming_content) == "\ufeffName\r\n'=cmd()\r\n".encode()
    assert answer["Content-Disposition"] == 'attachment; filename="a-b-c.csv"'


def test_the_pages_speak_hindi(sign_in, cast: Cast) -> None:
    client = sign_in(cast.admin)
    client.cookies["language"] = "hi"
    assert "तालिका आयात करें" in client.get(page("imports")).content.decode()
    assert "फ़ाइल माँगें" in client.get(page("exports")).content.decode()
