from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from assessments.attempts import services
from assessments.attempts.models import Answer, Attempt
from igot.kernel.errors import Conflict, NotFound, Refused
from igot.kernel.tenancy import everywhere
from tests.assessments.conftest import RIGHT, answers_of, places


def test_each_answer_gets_a_receipt(attempt: Attempt, now: datetime) -> None:
    place = places(attempt)["single"]
    kept = services.answer(attempt=attempt, place=place, response=["b"], sequence=1, at=now)
    assert len(kept.receipt) == 16
    assert (kept.received_at, answers_of(attempt)[place].response) == (now, ["b"])


def test_the_same_answer_again_gives_the_first_receipt(attempt: Attempt, now: datetime) -> None:
    place = places(attempt)["fill"]
    first = services.answer(attempt=attempt, place=place, response="noting", sequence=1, at=now)
    again = services.answer(attempt=attempt, place=place, response="noting", sequence=1, at=now + timedelta(hours=5))
    assert again.receipt == first.receipt
    assert Answer.objects.count() == 1


def test_a_lower_sequence_that_arrives_later_does_not_win(attempt: Attempt, now: datetime) -> None:
    place = places(attempt)["single"]
    services.answer(attempt=attempt, place=place, response=["b"], sequence=7, at=now)
    services.answer(attempt=attempt, place=place, response=["a"], sequence=3, at=now + timedelta(seconds=1))
    assert answers_of(attempt)[place].response == ["b"]
    assert Answer.objects.count() == 2


def test_a_sequence_that_carries_another_answer_is_a_conflict(attempt: Attempt, now: datetime) -> None:
    place = places(attempt)["single"]
    services.answer(attempt=attempt, place=place, response=["b"], sequence=1, at=now)
    with pytest.raises(Conflict) as conflict:
        services.answer(attempt=attempt, place=place, response=["a"], sequence=1, at=now)
    assert conflict.value.code == "sequence_used"


def test_an_answer_within_the_grace_is_kept(attempt: Attempt, now: datetime) -> None:
    late = now + timedelta(minutes=30, seconds=120)
    services.answer(attempt=attempt, place=places(attempt)["fill"], response="noting", sequence=1, at=late)
    assert Answer.objects.count() == 1


def test_an_answer_after_the_grace_is_refused_and_nothing_is_lost(attempt: Attempt, now: datetime) -> None:
    place = places(attempt)["fill"]
    services.answer(attempt=attempt, place=place, response="noting", sequence=1, at=now)
    with pytest.raises(Refused) as refusal:
        late = now + timedelta(minutes=32, microseconds=1)
        services.answer(attempt=attempt, place=place, response="other", sequence=2, at=late)
    assert refusal.value.code == "time_over"
    assert answers_of(attempt)[place].response == "noting"


def test_an_answer_to_a_handed_in_attempt_is_refused(attempt: Attempt, now: datetime) -> None:
    services.submit(attempt=attempt, at=now)
    with pytest.raises(Refused) as refusal:
        services.answer(attempt=attempt, place=1, response=None, sequence=1, at=now)
    assert refusal.value.code == "attempt_closed"


def test_an_unknown_place_is_not_found(attempt: Attempt, now: datetime) -> None:
    with pytest.raises(NotFound):
        services.answer(attempt=attempt, place=99, response=["a"], sequence=1, at=now)


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("single", ["a", "b"]),
        ("single", ["z"]),
        ("single", "b"),
        ("single", [1]),
        ("multiple", {"a": True}),
        ("fill", ["noting"]),
        ("fill", "x" * 501),
        ("numeric", True),
    ],
)
def test_what_cannot_be_an_answer_is_refused(attempt: Attempt, now: datetime, kind: str, response: object) -> None:
    with pytest.raises(Refused) as refusal:
        services.answer(attempt=attempt, place=places(attempt)[kind], response=response, sequence=1, at=now)
    assert "response" in refusal.value.fields
    assert not Answer.objects.exists()


@pytest.mark.parametrize("sequence", [0, -1, 2**31, True])
def test_a_sequence_is_a_positive_whole_number(attempt: Attempt, now: datetime, sequence: int) -> None:
    with pytest.raises(Refused) as refusal:
        services.answer(attempt=attempt, place=1, response=None, sequence=sequence, at=now)
    assert "sequence" in refusal.value.fields


def test_what_is_no_number_is_kept_as_it_was_typed(attempt: Attempt, now: datetime) -> None:
    place = places(attempt)["numeric"]
    services.answer(attempt=attempt, place=place, response=" one lakh ", sequence=1, at=now)
    assert answers_of(attempt)[place].response == "one lakh"


def test_an_answer_can_be_taken_back(attempt: Attempt, now: datetime) -> None:
    place = places(attempt)["single"]
    services.answer(attempt=attempt, place=place, response=RIGHT["single"], sequence=1, at=now)
    services.answer(attempt=attempt, place=place, response=[], sequence=2, at=now)
    assert answers_of(attempt)[place].response is None


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_send_one_sequence_at_once_leave_one_answer(begin: Callable[..., Attempt], now: datetime) -> None:
    attempt = begin()
    place, ready, heard = places(attempt)["fill"], Barrier(2), list[str]()

    def send(text: str) -> None:
        try:
            ready.wait()
            with everywhere():
                services.answer(attempt=attempt, place=place, response=text, sequence=1, at=now)
            heard.append(text)
        except Conflict:
            heard.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=send, args=(text,)) for text in ("noting", "drafting")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard.count("refused") == 1
    assert answers_of(attempt)[place].response in heard
