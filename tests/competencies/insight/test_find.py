"""The finder ranks and explains, is kept, and honours choices where the rules allow it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from competencies.framework.models import Competency
from competencies.insight import queries, services
from competencies.insight.models import FinderSearch
from competencies.insight.queries import Wish
from igot.accounts import services as accounts
from igot.accounts.models import Role, User
from igot.kernel.errors import Refused
from igot.kernel.tenancy import everywhere, subtree
from tests.cast import Cast

Find = Callable[..., list[tuple[str, int]]]


@pytest.fixture
def finder_of(cast: Cast, dictionary: dict[str, Competency], now: datetime) -> Find:
    """Look for both competencies; who is found, and how much each holds."""

    def found(organisation: Any, **more: Any) -> list[tuple[str, int]]:
        wishes = [Wish(dictionary["FUN-001"], 3, 3), Wish(dictionary["BEH-001"], 2, 1)]
        with subtree(organisation):
            search = services.find(
                organisation=organisation,
                wishes=wishes,
                purpose="Vacancy of a section officer",
                actor=cast.admin,
                at=now,
                **more,
            )
            return [(each.person.email.split("@")[0], each.percent) for each in queries.matches(search, wishes)]

    return found


@pytest.fixture
def holders(cast: Cast, dictionary: dict[str, Competency], show: Callable[..., None]) -> Cast:
    with everywhere():
        show(cast.learner, dictionary["FUN-001"], 2)
        show(cast.learner2, dictionary["FUN-001"], 5)
        show(cast.learner2, dictionary["BEH-001"], 2)
        show(cast.stranger, dictionary["FUN-001"], 3)
    return cast


def test_who_holds_most_of_what_is_asked_comes_first(holders: Cast, finder_of: Find) -> None:
    # Levels above what is asked make nobody fitter: 3 x 3 + 2 x 1 is all there is to hold.
    assert finder_of(holders.dopt) == [("learner2", 100), ("learner", 54)]
    assert finder_of(holders.dopt, all_of_them=True) == [("learner2", 100)]
    assert finder_of(holders.goi) == [("learner2", 100), ("stranger", 81), ("learner", 54)]


def test_a_choice_holds_beyond_the_ministry_and_not_within_it(holders: Cast, finder_of: Find, now: datetime) -> None:
    services.choose(person=holders.learner2, may_be_found=False, at=now)
    services.choose(person=holders.learner2, may_be_found=False, at=now)
    assert "learner2" not in dict(finder_of(holders.goi))
    assert "learner2" in dict(finder_of(holders.pers))
    services.choose(person=holders.learner2, may_be_found=True, at=now)
    assert "learner2" in dict(finder_of(holders.goi))


def test_a_choice_holds_for_searches_that_were_made_before_it(
    holders: Cast, dictionary: dict[str, Competency], now: datetime
) -> None:
    wishes = [Wish(dictionary["FUN-001"], 3, 3)]
    by: dict[str, Any] = {"wishes": wishes, "purpose": "Vacancy of an officer", "actor": holders.admin, "at": now}
    with everywhere():
        beyond, within = (services.find(organisation=place, **by) for place in (holders.goi, holders.dopt))
        services.choose(person=holders.learner2, may_be_found=False, at=now)
        shown = [[each.person for each in queries.matches(search, wishes)] for search in (beyond, within)]
    assert holders.learner2 not in shown[0] and holders.learner2 in shown[1]


def test_who_has_left_is_not_found(holders: Cast, finder_of: Find, now: datetime) -> None:
    accounts.deactivate(user=holders.learner2, actor=None, at=now)
    assert finder_of(holders.dopt) == [("learner", 54)]


@pytest.mark.parametrize(
    ("wishes", "purpose", "field"),
    [
        ([("FUN-001", 3)], "short", "purpose"),
        ([], "Vacancy of a section officer", "position"),
        ([("FUN-001", 6)], "Vacancy of a section officer", "competencies"),
        ([("FUN-001", 3), ("FUN-001", 2)], "Vacancy of a section officer", "competencies"),
    ],
)
def test_a_search_without_purpose_or_sense_is_refused(
    cast: Cast,
    dictionary: dict[str, Competency],
    now: datetime,
    wishes: list[tuple[str, int]],
    purpose: str,
    field: str,
) -> None:
    asked = [Wish(dictionary[code], level, 2) for code, level in wishes]
    with subtree(cast.dopt), pytest.raises(Refused) as refusal:
        services.find(organisation=cast.dopt, wishes=asked, purpose=purpose, actor=cast.admin, at=now)
    assert field in refusal.value.fields
    with everywhere():
        assert not FinderSearch.objects.exists()


@pytest.mark.usefixtures("position")
def test_a_search_is_made_kept_and_told_to_those_it_showed(holders: Cast, sign_in: Callable[[User], Client]) -> None:
    finder = holders.grant(holders.person("finder", holders.dopt), Role.FINDER, holders.dopt)
    browser, address = sign_in(finder), reverse("finder", args=["dopt"])
    position = browser.get(address).context["form"].fields["position"].queryset.get()
    wrong = browser.post(address, {"position": position.public_id, "purpose": "x"})
    assert wrong.status_code == 422
    nothing = browser.post(address, {"purpose": ""})
    assert set(nothing.context["form"].errors) == {"position", "purpose"}
    odd = {"position": "x\x00", "competency_1": "'", "level_1": "9" * 400, "purpose": "Vacancy\x00 of an officer"}
    assert browser.post(address, odd).status_code == 422
    assert b"it is kept, and those who are shown can read it" in wrong.content
    asked = {"position": position.public_id, "purpose": "Vacancy A-12/3", "csrfmiddlewaretoken": "x" * 64}
    answer = browser.post(address, asked, follow=True)
    assert browser.post(address, asked, follow=True).redirect_chain == answer.redirect_chain
    with everywhere():
        assert FinderSearch.objects.count() == 1
    page = answer.content.decode()
    assert "Bhaskar Learner" in page and "Meets Noting and Drafting: level 5 held, 3 asked" in page
    assert "Lacks Judgement: nothing held on evidence, 2 asked" in page
    own = sign_in(holders.learner2).get(reverse("being_found")).content.decode()
    assert "Vacancy A-12/3" in own
    assert "Vacancy A-12/3" in sign_in(holders.auditor).get(reverse("finder_log", args=["dopt"])).content.decode()
    result = answer.redirect_chain[-1][0]
    other = holders.grant(holders.person("finder2", holders.dopt), Role.FINDER, holders.dopt)
    assert sign_in(other).get(result).status_code == 404
    assert sign_in(holders.leader).get(address).status_code == 403


def test_a_person_chooses_on_their_own_page(cast: Cast, sign_in: Callable[[User], Client]) -> None:
    browser = sign_in(cast.learner)
    assert browser.post(reverse("being_found"), {"may_be_found": "0"}).status_code == 302
    assert not queries.may_be_found(cast.learner)
