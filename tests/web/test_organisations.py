"""An organisation's own pages, the operators' page and the audit trail."""

import re
from collections.abc import Callable
from datetime import datetime

from django.test import Client

from igot.accounts.models import User
from igot.journal import queries
from igot.journal.models import Delivery, FactRow
from igot.organisations.models import Designation, Organisation
from igot.web.happening_words import HAPPENED
from tests.cast import Cast

SignIn = Callable[[User | None], Client]


def test_whoever_holds_a_role_finds_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    assert cast.istm
    page = sign_in(cast.manager).get(f"/o/{cast.dopt.slug}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert f"/o/{cast.dopt.slug}/plans/" in text
    assert f"/o/{cast.istm.slug}/" in text
    assert f"/o/{cast.dopt.slug}/clients/" not in text


def test_an_administrator_changes_the_organisation(cast: Cast, sign_in: SignIn) -> None:
    values = {"name": "DoPT", "name_hi": "कार्मिक विभाग", "email_domains": "DoPT.gov.in\n", "four_eyes": "on"}
    assert sign_in(cast.admin).post(f"/o/{cast.dopt.slug}/organisation/", values).status_code == 302
    changed = Organisation.objects.get(code="DOPT")
    assert (changed.name, changed.email_domains) == ("DoPT", ["dopt.gov.in"])
    assert changed.in_language("name", "hi") == "कार्मिक विभाग"


def test_a_wrong_domain_is_named_and_nothing_typed_is_lost(cast: Cast, sign_in: SignIn) -> None:
    values = {"name": "DoPT, new", "email_domains": "not a domain"}
    answer = sign_in(cast.admin).post(f"/o/{cast.dopt.slug}/organisation/", values)
    assert answer.status_code == 422
    assert "not a domain" in answer.content.decode()
    assert "DoPT, new" in answer.content.decode()


def test_only_the_platform_adds_organisations(cast: Cast, sign_in: SignIn) -> None:
    values = {"name": "Training Division", "code": "DOPT-TRG", "kind": "organisation"}
    url = f"/o/{cast.dopt.slug}/organisation/new/"
    assert sign_in(cast.admin).post(url, values).status_code == 403
    assert sign_in(cast.platform_admin).post(url, values).status_code == 302
    assert Organisation.objects.get(code="DOPT-TRG").path.startswith(cast.dopt.path)
    again = sign_in(cast.platform_admin).post(url, values)
    assert (again.status_code, Organisation.objects.filter(code="DOPT-TRG").count()) == (422, 1)


def test_an_organisation_adds_a_designation_of_its_own(cast: Cast, sign_in: SignIn) -> None:
    url = f"/o/{cast.dopt.slug}/designations/"
    assert sign_in(cast.admin).post(url, {"name": "Gramin Dak Sevak", "group": "C"}).status_code == 302
    assert Designation.objects.get(name="Gramin Dak Sevak").organisation == cast.dopt
    assert sign_in(cast.admin).post(url, {"name": "gramin dak sevak", "group": "C"}).status_code == 422


def test_the_audit_trail_shows_the_subtree_and_no_more(cast: Cast, sign_in: SignIn) -> None:
    assert cast.learner and cast.stranger
    text = sign_in(cast.auditor).get(f"/o/{cast.dopt.slug}/journal/?kind=accounts.PersonAdded").content.decode()
    assert str(cast.learner.public_id) in text
    assert str(cast.stranger.public_id) not in text
    assert sign_in(cast.stranger_admin).get(f"/o/{cast.dopt.slug}/journal/").status_code == 404


def test_the_audit_trail_speaks_in_words_and_names(cast: Cast, sign_in: SignIn) -> None:
    assert cast.learner
    page = sign_in(cast.auditor).get(f"/o/{cast.dopt.slug}/journal/?kind=accounts.PersonAdded").content.decode()
    line = page.partition("<tbody>")[2]
    assert "A person was registered" in line
    assert cast.learner.name in line
    seen = re.sub(r"<details.*?</details>|<[^>]+>", "", line, flags=re.DOTALL)
    assert "accounts.PersonAdded" not in seen
    assert str(cast.learner.public_id) not in seen


def test_every_kind_of_fact_has_words() -> None:
    # Other tests have facts of their own.
    kinds = {kind for kind in queries.kinds() if not kind.startswith("tests.")}
    assert sorted(kinds - set(HAPPENED)) == []


def test_operators_see_what_was_given_up_and_try_again(cast: Cast, sign_in: SignIn, now: datetime) -> None:
    fact = FactRow.objects.create(kind="accounts.PersonAdded", payload={"person": "x"}, occurred_at=now)
    dead = Delivery.objects.create(
        fact=fact, handler="gone", queue="facts", state="dead", attempts=10, due_at=now, error="boom"
    )
    assert sign_in(cast.admin).get("/operations/").status_code == 404
    browser = sign_in(cast.platform_admin)
    assert "boom" in browser.get("/operations/").content.decode()
    assert browser.post("/operations/redeliver/", {"delivery": [dead.pk]}).status_code == 302
    dead.refresh_from_db()
    assert dead.state == "pending"
