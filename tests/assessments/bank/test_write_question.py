from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from assessments.bank import queries, services
from assessments.bank.models import QuestionVersion
from igot.journal.models import FactRow
from igot.kernel.errors import Refused
from tests.cast import Cast

OPTIONS = [{"id": "a", "text": "One"}, {"id": "b", "text": "Two"}]


def add(cast: Cast, now: datetime, **changes: Any) -> QuestionVersion:
    values = {"kind": "single", "stem": "Which?", "options": OPTIONS, "key": {"options": ["a"]}, **changes}
    return services.add_question(organisation=cast.istm, actor=cast.creator, at=now, **values)


def test_a_question_comes_into_the_bank_as_its_first_version(cast: Cast, now: datetime) -> None:
    version = add(cast, now)
    assert (version.number, version.question.organisation) == (1, cast.istm)
    assert list(queries.newest_versions(cast.istm)) == [version]
    assert FactRow.objects.filter(kind="assessments.QuestionAdded").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "essay"}, "kind"),
        ({"stem": "  "}, "stem"),
        ({"stem": "x" * 4001}, "stem"),
        ({"options": OPTIONS[:1]}, "options"),
        ({"options": [*OPTIONS, {"id": "c", "text": "two"}]}, "options"),
        ({"options": [{"id": "a", "text": "x"}, {"id": "b", "text": " "}]}, "options"),
        ({"options": [{"id": str(number), "text": f"text {number}"} for number in range(11)]}, "options"),
        ({"key": {"options": []}}, "key"),
        ({"key": {"options": ["z"]}}, "key"),
        ({"key": {"options": ["a", "b"]}}, "key"),
        ({"kind": "true_false", "options": [*OPTIONS, {"id": "c", "text": "Three"}]}, "options"),
        ({"kind": "numeric", "key": {"number": "thirty"}}, "key"),
        ({"kind": "numeric", "key": {"number": 1, "tolerance": -1}}, "tolerance"),
        ({"kind": "fill", "key": {"texts": [" "]}}, "key"),
        ({"difficulty": 6}, "difficulty"),
    ],
)
def test_what_makes_no_question_is_refused_at_its_field(
    cast: Cast, now: datetime, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        add(cast, now, **changes)
    assert field in refusal.value.fields
    assert not QuestionVersion.objects.exists()


def test_true_or_false_brings_its_own_options(cast: Cast, now: datetime) -> None:
    version = add(cast, now, kind="true_false", options=[], key={"options": ["false"]})
    assert [option["id"] for option in version.options] == ["true", "false"]


def test_a_number_is_kept_exactly(cast: Cast, now: datetime) -> None:
    version = add(cast, now, kind="numeric", options=[], key={"number": "1,50,000.10", "tolerance": 0.5})
    assert version.key == {"number": "150000.10", "tolerance": "0.5"}


def test_a_revision_is_a_further_version(cast: Cast, now: datetime) -> None:
    first = add(cast, now)
    second = services.revise_question(
        question=first.question, kind="single", stem="Which one?", options=OPTIONS, key={"options": ["b"]},
        actor=cast.creator, at=now,
    )  # fmt: skip
    assert (second.number, list(queries.newest_versions(cast.istm))) == (2, [second])
    first.refresh_from_db()
    assert first.stem == "Which?"


def test_a_revision_without_a_difference_writes_nothing(cast: Cast, now: datetime) -> None:
    first = add(cast, now)
    same = services.revise_question(
        question=first.question, kind="single", stem=" Which? ", options=OPTIONS, key={"options": ["a"]},
        actor=cast.creator, at=now,
    )  # fmt: skip
    assert same == first
    assert QuestionVersion.objects.count() == 1


def test_a_version_cannot_be_changed_even_by_hand(cast: Cast, now: datetime) -> None:
    version = add(cast, now)
    with pytest.raises(DatabaseError), transaction.atomic():
        QuestionVersion.objects.filter(pk=version.pk).update(stem="Other")


def test_an_archived_question_is_not_offered_until_it_is_restored(cast: Cast, now: datetime) -> None:
    question = add(cast, now).question
    for _twice in range(2):
        services.archive_question(question=question, actor=cast.creator, at=now)
    assert not queries.newest_versions(cast.istm)
    assert FactRow.objects.filter(kind="assessments.QuestionArchived").count() == 1
    services.restore_question(question=question, actor=cast.creator, at=now)
    assert queries.newest_versions(cast.istm).count() == 1


def test_search_narrows_by_words_in_any_language_and_by_kind(cast: Cast, now: datetime) -> None:
    hindi = add(cast, now, translations={"hi": {"stem": "टिप्पणी किसलिए"}})
    number = add(cast, now, kind="numeric", stem="How many days?", options=[], key={"number": 30})
    assert list(queries.search(cast.istm, text="टिप्पणी")) == [hindi]
    assert list(queries.search(cast.istm, text="DAYS many")) == [number]
    assert list(queries.search(cast.istm, kind="numeric")) == [number]
    assert not queries.search(cast.dopt, text="days")
