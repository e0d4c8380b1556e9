"""The statements behind a sitting: what one request needs to know in one, what it changes in another.

The writing ones are SQL, so that an attempt with its questions, or a result with its marks, is one statement.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from assessments.attempts.models import Answer, Attempt, AttemptQuestion
from assessments.bank.models import IN_FORCE, Correction
from igot.kernel.statements import Prepared, Statement
from igot.kernel.tenancy import path_scope, required_path

MOST_PLACES = 2**15 - 1
_PEOPLE = ("learner", "organisation")


def _own(learner: int, attempt: UUID, path: str) -> QuerySet[Attempt]:
    with path_scope(path):
        found: QuerySet[Attempt] = Attempt.objects.select_related("version")
    return found.filter(learner=learner, public_id=attempt)


def _locked(learner: int, attempt: UUID, path: str) -> QuerySet[Attempt]:
    with path_scope(path):
        found: QuerySet[Attempt] = Attempt.objects.select_related("version", *_PEOPLE)
    return found.select_for_update(of=("self",)).filter(learner=learner, public_id=attempt)


def _with_others(learner: int, attempt: UUID, path: str) -> QuerySet[Attempt]:
    with path_scope(path):
        found: QuerySet[Attempt] = Attempt.objects.select_related("version").filter(learner=learner)
    this = Attempt._base_manager.filter(public_id=attempt)
    same = {name: this.values(name)[:1] for name in ("context_kind", "context_id")}
    return found.filter(**same).order_by("-number")


def _in_context(learner: int, kind: str, context: str, path: str) -> QuerySet[Attempt]:
    with path_scope(path):
        found: QuerySet[Attempt] = Attempt.objects.select_related("version")
    return found.filter(learner=learner, context_kind=kind, context_id=context).order_by("-number")


def _with_what_counts(found: QuerySet[AttemptQuestion]) -> QuerySet[AttemptQuestion]:
    counts = Answer.objects.filter(asked=OuterRef("pk")).order_by("-sequence")
    corrections = Correction.objects.filter(version=OuterRef("question"), state__in=IN_FORCE).order_by("-applied_at")
    return (
        found.select_related("question", "section")
        .annotate(  # type: ignore[no-redef]
            response=Subquery(counts.values("response")[:1]),
            sequence=Subquery(counts.values("sequence")[:1]),
            received_at=Subquery(counts.values("received_at")[:1]),
            corrected=Subquery(corrections.values(what=JSONObject(kind="kind", key="key"))[:1]),
        )
        .order_by("attempt_id", "place")
    )


def _asked(attempt: int) -> QuerySet[AttemptQuestion]:
    return _with_what_counts(AttemptQuestion.objects.filter(attempt=attempt))


def _place(learner: int, attempt: UUID, place: int, path: str) -> QuerySet[AttemptQuestion]:
    found = AttemptQuestion.objects.select_related("attempt", "question").select_for_update(of=("attempt",))
    mine = found.filter(attempt__learner=learner, attempt__public_id=attempt, place=place)
    mine = mine.filter(attempt__organisation__path__startswith=path)
    return mine.only(
        "place", "option_order", "attempt__state", "attempt__deadline_at", "question__kind", "question__options"
    )


_OWN = Statement(_own, learner="bigint", attempt="uuid", path="text")
_WITH_OTHERS = Statement(_with_others, learner="bigint", attempt="uuid", path="text")
_LOCKED = Statement(_locked, learner="bigint", attempt="uuid", path="text")
_IN_CONTEXT = Statement(_in_context, learner="bigint", kind="text", context="text", path="text")
_ASKED = Statement(_asked, attempt="bigint")
_PLACE = Statement(_place, learner="bigint", attempt="uuid", place="smallint", path="text")

_KEEP = Prepared(
    """
WITH kept AS (
    INSERT INTO assessments_answer (asked_id, sequence, response, received_at, receipt)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (asked_id, sequence) DO NOTHING
    RETURNING id
)
SELECT before.id, before.response, before.received_at, before.receipt,
       (SELECT max(sequence) FROM assessments_answer WHERE asked_id = $1), (SELECT id FROM kept)
FROM (VALUES (1)) AS one
LEFT JOIN assessments_answer before ON before.asked_id = $1 AND before.sequence = $2
""",
    asked="bigint",
    sequence="integer",
    response="jsonb",
    at="timestamptz",
    receipt="text",
)

_BEGIN = Prepared(
    """
WITH begun AS (
    INSERT INTO assessments_attempt
        (public_id, learner_id, organisation_id, version_id, context_kind, context_id, number, state, seed, started_at,
         deadline_at, submitted_how, max_marks, result, device)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'in_progress', $8, $9, $10, '', $11, $12, '')
    RETURNING id
)
INSERT INTO assessments_attemptquestion (attempt_id, place, section_id, question_id, option_order, max_marks, outcome)
SELECT begun.id, drawn.place, drawn.section, drawn.question, drawn."order", drawn.marks, ''
FROM begun, jsonb_to_recordset($13) AS drawn (place smallint, section bigint, question bigint, "order" jsonb,
                                              marks numeric)
RETURNING attempt_id
""",
    public_id="uuid",
    learner="bigint",
    organisation="bigint",
    version="bigint",
    kind="text",
    context="text",
    number="integer",
    seed="bigint",
    at="timestamptz",
    deadline="timestamptz",
    marks="numeric",
    result="jsonb",
    questions="jsonb",
)

_REGRADE = Prepared(
    """
WITH marked AS (
    UPDATE assessments_attemptquestion q SET marks = told.marks, outcome = told.outcome
    FROM jsonb_to_recordset($6) AS told (id bigint, marks numeric, outcome varchar) WHERE q.id = told.id
)
UPDATE assessments_attempt SET marks = $2, percent = $3, passed = $4, result = $5 WHERE id = $1
RETURNING id
""",
    attempt="bigint",
    marks="numeric",
    percent="numeric",
    passed="boolean",
    result="jsonb",
    outcomes="jsonb",
)

_RELEASE = Prepared(
    """
WITH marked AS (
    UPDATE assessments_attemptquestion q SET marks = told.marks, outcome = told.outcome
    FROM jsonb_to_recordset($9) AS told (id bigint, marks numeric, outcome varchar) WHERE q.id = told.id
)
UPDATE assessments_attempt
SET state = 'released', submitted_at = $2, submitted_how = $3, released_at = $4, marks = $5, max_marks = $6,
    percent = $7, passed = $8, result = $10, organisation_at_id = organisation_id
WHERE id = $1
RETURNING id
""",
    attempt="bigint",
    submitted_at="timestamptz",
    how="text",
    at="timestamptz",
    marks="numeric",
    max_marks="numeric",
    percent="numeric",
    passed="boolean",
    outcomes="jsonb",
    result="jsonb",
)


def own(*, learner: int, attempt: UUID) -> Attempt | None:
    """A person's own attempt within the open scope, with its version; a voided one, too."""
    found: Attempt | None = _OWN.first(learner=learner, attempt=attempt, path=required_path())
    return found


def in_context(*, learner: int, kind: str, context: str) -> list[Attempt]:
    """A person's attempts in a context, voided ones too, newest first, within the open scope."""
    found: list[Attempt] = _IN_CONTEXT(learner=learner, kind=kind, context=context, path=required_path())
    return found


def with_others(*, learner: int, attempt: UUID) -> list[Attempt]:
    """A person's attempts in the context of this one, as `in_context`; none where it is not theirs."""
    found: list[Attempt] = _WITH_OTHERS(learner=learner, attempt=attempt, path=required_path())
    return found if any(one.public_id == attempt for one in found) else []


def lock(*, learner: int, attempt: UUID) -> Attempt | None:
    """A person's attempt within the open scope as it is now, with its version, learner and organisation, locked until
    the transaction ends.
    """
    found: Attempt | None = _LOCKED.first(learner=learner, attempt=attempt, path=required_path())
    return found


def asked(attempt: Attempt) -> list[AttemptQuestion]:
    """The attempt's questions in their order, each with the answer that counts: `response`, `sequence` and
    `received_at`, which are None where nothing was answered; and with `corrected`, the correction of its key that is in
    force.
    """
    found: list[AttemptQuestion] = _ASKED(attempt=attempt.pk)
    return found


def asked_in(attempts: Iterable[Attempt]) -> dict[int, list[AttemptQuestion]]:
    """The same of many attempts, by the attempt's key."""
    found: dict[int, list[AttemptQuestion]] = {attempt.pk: [] for attempt in attempts}
    for one in _with_what_counts(AttemptQuestion.objects.filter(attempt__in=list(found))):
        found[one.attempt_id].append(one)
    return found


def lock_place(*, learner: int, attempt: UUID, place: int) -> AttemptQuestion | None:
    """One question of a person's attempt within the open scope, with the attempt, which is locked."""
    if not 1 <= place <= MOST_PLACES:
        return None
    found: AttemptQuestion | None = _PLACE.first(learner=learner, attempt=attempt, place=place, path=required_path())
    return found


@dataclass(frozen=True)
class Kept:
    """What stands under a sequence now, and the highest sequence of its place. `new`: it was written just now."""

    answer: Answer
    latest_sequence: int
    new: bool


def keep(*, asked: AttemptQuestion, sequence: int, response: Any, receipt: str, at: datetime) -> Kept:
    """Write an answer, unless its sequence carries one already: then that one. The caller holds the attempt's lock."""
    (row,) = _KEEP.run(asked=asked.pk, sequence=sequence, response=_json(response), at=at, receipt=receipt)
    number, found, received_at, first_receipt, highest, made = row
    if number is None:
        number, found, received_at, first_receipt = made, _json(response), at, receipt
    answer = Answer(
        id=number,
        asked=asked,
        sequence=sequence,
        response=None if found is None else json.loads(found),
        received_at=received_at,
        receipt=first_receipt,
    )
    return Kept(answer, max(highest or 0, sequence), made is not None)


def kept(*, asked: AttemptQuestion, sequence: int) -> Kept | None:
    """What stands under a sequence, if anything does."""
    own = {answer.sequence: answer for answer in asked.answers.all()}
    return Kept(own[sequence], max(own), new=False) if sequence in own else None


def begin(*, attempt: Attempt, questions: Sequence[AttemptQuestion]) -> None:
    """Write a new attempt under way with its questions. Raises IntegrityError as saving it would."""
    drawn = [
        {
            "place": one.place,
            "section": one.section_id,
            "question": one.question_id,
            "order": one.option_order,
            "marks": str(one.max_marks),
        }
        for one in questions
    ]
    rows = _BEGIN.run(
        public_id=attempt.public_id,
        learner=attempt.learner_id,
        organisation=attempt.organisation_id,
        version=attempt.version_id,
        kind=attempt.context_kind,
        context=attempt.context_id,
        number=attempt.number,
        seed=attempt.seed,
        at=attempt.started_at,
        deadline=attempt.deadline_at,
        marks=attempt.max_marks,
        result=json.dumps(attempt.result),
        questions=json.dumps(drawn),
    )
    attempt.pk = rows[0][0]
    attempt._state.adding = False


def release(*, attempt: Attempt, questions: Sequence[AttemptQuestion]) -> None:
    """Write a marked attempt's result and the marks of its questions; it belongs to the organisation of now."""
    _RELEASE.run(
        attempt=attempt.pk,
        submitted_at=attempt.submitted_at,
        how=attempt.submitted_how,
        at=attempt.released_at,
        marks=attempt.marks,
        max_marks=attempt.max_marks,
        percent=attempt.percent,
        passed=attempt.passed,
        outcomes=_outcomes(questions),
        result=json.dumps(attempt.result),
    )


def regrade(*, attempt: Attempt, questions: Sequence[AttemptQuestion]) -> None:
    """Write what a released attempt comes to now; when and how it was handed in stays."""
    _REGRADE.run(
        attempt=attempt.pk,
        marks=attempt.marks,
        percent=attempt.percent,
        passed=attempt.passed,
        result=json.dumps(attempt.result),
        outcomes=_outcomes(questions),
    )


def take(*, attempt: Attempt, device: str) -> bool:
    """Make a device the attempt's active one; True where another one was."""
    first = Attempt.objects.filter(pk=attempt.pk, device="").update(device=device)
    return not first and bool(Attempt.objects.filter(pk=attempt.pk).exclude(device=device).update(device=device))


def _outcomes(questions: Sequence[AttemptQuestion]) -> str:
    return json.dumps([{"id": one.pk, "marks": str(one.marks), "outcome": one.outcome} for one in questions])


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value)
