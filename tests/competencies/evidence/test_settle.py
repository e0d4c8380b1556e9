"""Evidence, and the level it supports."""

import threading
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competencies.evidence import queries, services
from competencies.evidence.models import Attainment, Evidence
from competencies.evidence.rules import Shown, settle_level
from competencies.framework.models import Competency
from igot.accounts import services as accounts
from igot.accounts.models import User
from igot.journal.models import FactRow
from igot.kernel.clock import INDIA, day_in_india
from igot.kernel.errors import Refused
from igot.kernel.tenancy import everywhere, subtree
from igot.notifications.models import Notice
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")
START = datetime(2026, 1, 1, tzinfo=INDIA)
KINDS = ["self_declared", "workplace", "attested", "prior_learning", "course", "assessment", "proctored"]


def shown(
    learner: User, what: Competency, level: int, kind: str, at: datetime, *, source: UUID | None = None
) -> Evidence | None:
    return services.record(
        learner=learner,
        competency=what,
        level=level,
        kind=kind,
        source_kind="courses.completion",
        source_id=source or uuid4(),
        source_title="A course",
        occurred_at=at,
        at=at,
    )


def level(learner: User, what: Competency) -> int:
    return Attainment.objects.get(learner=learner, competency=what).level


def test_a_course_supports_no_more_than_level_two(cast: Cast, dictionary: dict, now: datetime, drain) -> None:
    shown(cast.learner, dictionary["FUN-001"], 5, "course", now)
    drain()
    assert level(cast.learner, dictionary["FUN-001"]) == 2


def test_a_passbook_in_hindi_names_the_course_and_the_rater_in_hindi(
    cast: Cast, dictionary: dict, now: datetime, drain, sign_in
) -> None:
    cast.admin.name_in_hindi = "गुरप्रीत"
    what = {"learner": cast.learner, "competency": dictionary["FUN-001"], "level": 2, "occurred_at": now, "at": now}
    titles = {"en": "Noting and Drafting", "hi": "टिप्पण और प्रारूपण", "ta": ""}
    services.record(**what, kind="course", source_kind="c", source_id=uuid4(), source_title=titles)
    words = {"reason": "I saw it.", "relation": "assessor", "actor": cast.admin, "at": now}
    services.attest(learner=cast.learner, competency=dictionary["FUN-001"], level=1, **words)
    drain()
    client = sign_in(cast.learner)
    client.cookies["language"] = "hi"
    page = client.get(reverse("passbook")).content.decode()
    assert "टिप्पण और प्रारूपण" in page and "गुरप्रीत" in page
    assert "Noting and Drafting" not in page and cast.admin.name not in page
    assert Evidence.objects.get(kind="course").source_titles == {"hi": "टिप्पण और प्रारूपण"}


def test_an_assessment_supports_its_level_and_the_person_is_told(
    cast: Cast, dictionary: dict, now: datetime, drain
) -> None:
    shown(cast.learner, dictionary["FUN-001"], 4, "assessment", now)
    drain()
    held = Attainment.objects.get(learner=cast.learner)
    assert (held.level, held.since, held.stale) == (4, now, False)
    assert held.explanation["rule"] == "attainment-2"
    notice = Notice.objects.get(person=cast.learner, kind="competencies.level_reached")
    assert notice.values["competency"]["hi"] == "टिप्पण और प्रारूपण"


def test_the_same_source_is_evidence_once(cast: Cast, dictionary: dict, now: datetime) -> None:
    source = uuid4()
    assert shown(cast.learner, dictionary["FUN-001"], 2, "course", now, source=source) is not None
    assert shown(cast.learner, dictionary["FUN-001"], 2, "course", now, source=source) is None
    assert FactRow.objects.filter(kind="competencies.EvidenceRecorded").count() == 1


def test_somebody_without_an_organisation_is_refused(cast: Cast, dictionary: dict, now: datetime) -> None:
    nobody = cast.person("nobody", None)
    with pytest.raises(Refused):
        shown(nobody, dictionary["FUN-001"], 1, "course", now)


def test_withdrawn_evidence_no_longer_counts(cast: Cast, dictionary: dict, now: datetime, drain) -> None:
    kept = shown(cast.learner, dictionary["FUN-001"], 1, "course", now)
    gone = shown(cast.learner, dictionary["FUN-001"], 4, "assessment", now)
    drain()
    services.withdraw(evidence=gone, reason="The attempt was voided.", actor=cast.admin, at=now)
    services.withdraw(evidence=gone, reason="Again.", actor=cast.admin, at=now)
    drain()
    assert level(cast.learner, dictionary["FUN-001"]) == 1
    with pytest.raises(Refused):
        services.withdraw(evidence=kept, reason=" ", actor=cast.admin, at=now)


def test_expired_evidence_no_longer_counts(cast: Cast, dictionary: dict, now: datetime) -> None:
    services.record(
        learner=cast.learner,
        competency=dictionary["FUN-001"],
        level=3,
        kind="assessment",
        source_kind="x",
        source_id=uuid4(),
        source_title="Licence",
        occurred_at=now,
        valid_until=now + timedelta(days=30),
        at=now,
    )
    keys = {"learner_id": cast.learner.pk, "competency_id": dictionary["FUN-001"].pk}
    assert services.settle(**keys, at=now).level == 3
    assert services.settle(**keys, at=now + timedelta(days=31)).level == 0


def test_rebuilding_finds_the_same_levels(cast: Cast, dictionary: dict, now: datetime, drain, capsys) -> None:
    shown(cast.learner, dictionary["FUN-001"], 2, "course", now)
    shown(cast.learner2, dictionary["BEH-001"], 3, "assessment", now)
    drain()
    before = list(Attainment.objects.order_by("pk").values_list("pk", "level", "since"))
    Attainment.objects.update(level=0, since=None)
    call_command("rebuild_attainments")
    assert "2 levels" in capsys.readouterr().out
    assert list(Attainment.objects.order_by("pk").values_list("pk", "level", "since")) == before


def test_evidence_follows_a_person_who_moves_and_keeps_where_it_was_earned(
    cast: Cast, dictionary: dict, now: datetime, drain
) -> None:
    shown(cast.learner, dictionary["FUN-001"], 2, "course", now)
    accounts.transfer(
        user=cast.learner,
        organisation=cast.exp,
        designation=cast.section_officer,
        starts_on=day_in_india(now),
        actor=None,
        at=now,
    )
    drain()
    row = Evidence.objects.get()
    assert (row.organisation, row.organisation_at) == (cast.exp, cast.dopt)
    assert Attainment.objects.get().organisation == cast.exp


def test_the_gap_is_what_the_position_asks_less_what_is_held(
    cast: Cast, dictionary: dict, position: None, now: datetime, drain
) -> None:
    shown(cast.learner, dictionary["FUN-001"], 2, "course", now)
    drain()
    lines = [(gap.asked.competency.code, gap.asked.level, gap.held, gap.missing) for gap in queries.gaps(cast.learner)]
    assert lines == [("FUN-001", 3, 2, 1), ("BEH-001", 2, 0, 2)]
    assert queries.gaps(cast.learner2) == []
    below = cast.person("below", cast.istm)
    assert queries.position_of(below).code == "POS-1"


def test_another_ministry_does_not_see_the_levels(cast: Cast, dictionary: dict, now: datetime, drain) -> None:
    shown(cast.learner, dictionary["FUN-001"], 2, "course", now)
    drain()
    with subtree(cast.mof):
        assert not queries.attainments_of(cast.dopt).exists()
        assert queries.passbook(cast.learner) == []


pieces = st.builds(
    Shown,
    id=st.uuids().map(str),
    kind=st.sampled_from(KINDS),
    level=st.integers(1, 5),
    occurred_at=st.integers(0, 300).map(lambda days: START + timedelta(days=days)),
    valid_until=st.none() | st.integers(200, 600).map(lambda days: START + timedelta(days=days)),
    withdrawn=st.booleans(),
    rater=st.none() | st.sampled_from("abc"),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(pieces, max_size=8, unique_by=lambda piece: piece.id), st.randoms(use_true_random=False))
def test_a_level_does_not_depend_on_the_order_or_repetition_of_its_evidence(found: list[Shown], random) -> None:
    at = START + timedelta(days=400)
    shuffled = [*found, *found[:3]]
    random.shuffle(shuffled)
    verdict = settle_level(found, at=at)
    assert verdict == settle_level(shuffled, at=at)
    counted = [piece for piece in found if piece.counts(at)]
    if all(piece.kind in ("course", "self_declared") for piece in counted):
        assert verdict.level <= 2
    if all(piece.kind in ("course", "self_declared", "workplace") for piece in counted):
        assert verdict.level <= 3
    assert verdict.level <= max((piece.level for piece in counted), default=0)
    assert (verdict.since is None) == (verdict.level == 0)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(pieces, max_size=6, unique_by=lambda piece: piece.id), pieces)
def test_more_evidence_never_lowers_a_level_unless_a_rater_says_so(found: list[Shown], more: Shown) -> None:
    at = START + timedelta(days=400)
    if more.kind != "attested":
        assert settle_level([*found, more], at=at).level >= settle_level(found, at=at).level


def rating(rater: str, level: int, day: int, **more) -> Shown:
    moment = START + timedelta(days=day)
    return Shown(id=f"{rater}{day}", kind="attested", level=level, occurred_at=moment, rater=rater, **more)


@pytest.mark.parametrize(
    ("given_ratings", "level", "since"),
    [
        ([rating("a", 4, 1)], 4, 1),
        ([rating("a", 4, 1), rating("b", 2, 2)], 2, 1),
        ([rating("a", 2, 1), rating("b", 4, 2), rating("c", 4, 3)], 4, 3),
        ([rating("a", 5, 1), rating("b", 3, 2), rating("a", 1, 3)], 1, 2),
        ([rating("a", 5, 1), rating("a", 1, 3, withdrawn=True)], 5, 1),
        ([rating("a", 5, 1), rating("a", 1, 3, valid_until=START)], 0, None),
    ],
)
def test_of_each_rater_the_newest_word_counts_and_of_those_the_lower_middle_one(
    given_ratings: list[Shown], level: int, since: int | None
) -> None:
    verdict = settle_level(given_ratings, at=START + timedelta(days=10))
    assert verdict.level == level
    assert verdict.since == (None if since is None else START + timedelta(days=since))


def test_the_spread_of_the_ratings_is_told() -> None:
    verdict = settle_level([rating("a", 5, 1), rating("b", 2, 2), rating("c", 3, 3)], at=START + timedelta(days=9))
    assert verdict.explanation["ratings"] == {"number": 3, "lowest": 2, "highest": 5, "level": 3}


@pytest.mark.django_db(transaction=True)
def test_two_recounts_at_once_agree(cast: Cast, dictionary: dict, now: datetime) -> None:
    for number in range(1, 4):
        shown(cast.learner, dictionary["FUN-001"], number, "assessment", now)
    learner, what, ready = cast.learner.pk, dictionary["FUN-001"].pk, threading.Barrier(2)
    broken: list[Exception] = []

    def recount() -> None:
        try:
            with everywhere():
                ready.wait(timeout=10)
                services.settle(learner_id=learner, competency_id=what, at=now)
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=recount) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert not broken
    assert level(cast.learner, dictionary["FUN-001"]) == 3
    assert FactRow.objects.filter(kind="competencies.LevelSettled").count() == 1


def test_many_are_settled_at_once_as_they_are_one_by_one(
    cast: Cast, dictionary: dict, now: datetime, django_assert_max_num_queries
) -> None:
    people, codes = [cast.learner, cast.learner2, cast.manager], ["FUN-001", "BEH-001"]
    for step, person in enumerate(people, start=1):
        for code in codes:
            shown(person, dictionary[code], step, "assessment", now)
    told = [(str(one.public_id), str(dictionary[code].public_id), now) for one in people for code in codes]
    with django_assert_max_num_queries(13):
        services.settle_for(told=[*told, *told])
    levels = {(row.learner_id, row.competency_id): row.level for row in Attainment.objects.filter(stale=False)}
    assert levels == {(one.pk, dictionary[code].pk): n for n, one in enumerate(people, start=1) for code in codes}
    assert FactRow.objects.filter(kind="competencies.LevelSettled").count() == len(told)
    services.settle_for(told=told)
    assert FactRow.objects.filter(kind="competencies.LevelSettled").count() == len(told)


def test_a_late_call_among_many_never_counts_as_of_a_moment_before(cast: Cast, dictionary: dict, now: datetime) -> None:
    first, second = dictionary["FUN-001"], dictionary["BEH-001"]
    for what in (first, second):
        shown(cast.learner, what, 3, "assessment", now)
    later = now + timedelta(days=2)
    services.settle_many(wanted={(cast.learner.pk, first.pk): later})
    services.settle_many(wanted={(cast.learner.pk, first.pk): now, (cast.learner.pk, second.pk): now})
    settled = dict(Attainment.objects.values_list("competency_id", "settled_at"))
    assert settled == {first.pk: later, second.pk: now}
