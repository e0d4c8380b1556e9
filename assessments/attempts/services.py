"""Write attempts: begin, answer, hand in, expire. The clock is the server's."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from assessments.attempts import queries, store
from assessments.attempts.drawing import draw
from assessments.attempts.facts import AttemptStarted
from assessments.attempts.marking import mark
from assessments.attempts.models import Answer, Attempt, AttemptQuestion
from assessments.attempts.responses import in_order, stored_response
from assessments.papers.models import PaperVersion
from assessments.papers.queries import outline
from igot.journal.services import publish
from igot.kernel.errors import Conflict, NotFound, Refused
from igot.organisations.queries import by_public_id

if TYPE_CHECKING:
    from igot.accounts.models import User

logger = logging.getLogger(__name__)
State = Attempt.State
HIGHEST_SEQUENCE = 2**31 - 1


def start(
    *,
    learner: User,
    version: PaperVersion,
    context_kind: str,
    context_id: str,
    title: str,
    back_url: str = "",
    at: datetime,
) -> Attempt:
    """Begin an attempt at a published paper, or resume the one that is under way in this context.

    Draws and freezes the paper and starts the clock. `title` and `back_url` (a path the server made) are shown on its
    pages. Raises Refused: `attempts_used_up`, `cooling_down`, `not_published`, `no_organisation`.
    """
    standing = queries.standing(learner, context_kind, context_id)
    if standing.open is not None and not queries.is_overdue(standing.open, at):
        return standing.open
    if standing.open is not None:
        submit(attempt=standing.open, how="expired", at=at)
        standing = queries.standing(learner, context_kind, context_id)
    try:
        return _begin(
            learner, version, standing, (context_kind, context_id), {"title": title, "back_url": back_url}, at
        )
    except IntegrityError:
        # Two tabs pressed at once: the other one was quicker, and both share its attempt.
        quicker = queries.open_attempt(learner, context_kind, context_id)
        if quicker is None:
            raise Conflict from None
        return quicker


@transaction.atomic
def _begin(
    learner: User,
    version: PaperVersion,
    standing: queries.Standing,
    context: tuple[str, str],
    result: dict[str, Any],
    at: datetime,
) -> Attempt:
    context_kind, context_id = context
    if version.state != PaperVersion.State.PUBLISHED:
        version = PaperVersion.objects.get(pk=version.pk)  # it may have been published since the caller read it
    if version.state != PaperVersion.State.PUBLISHED:
        raise Refused(_("This assessment is not open yet."), code="not_published")
    if learner.organisation is None:
        raise Refused(_("Only people with a posting can take an assessment."), code="no_organisation")
    if not standing.left(version):
        raise Refused(_("All attempts at this assessment have been used."), code="attempts_used_up")
    possible = standing.next_possible_at(version)
    if possible is not None and at < possible:
        raise Refused(_("The waiting time between two attempts is not over yet."), code="cooling_down")
    attempt = Attempt(
        learner=learner,
        organisation=learner.organisation,
        version=version,
        context_kind=context_kind,
        context_id=context_id,
        number=standing.last_number + 1,
        state=State.IN_PROGRESS,
        seed=secrets.randbits(62),
        started_at=at,
        deadline_at=at + timedelta(minutes=version.minutes) if version.minutes else None,
        result=result,
    )
    questions = draw(attempt, outline(version), shuffle=version.shuffle)
    attempt.max_marks = sum((asked.max_marks for asked in questions), Decimal(0))
    store.begin(attempt=attempt, questions=questions)
    fact = AttemptStarted(
        attempt=str(attempt.public_id),
        person=str(learner.public_id),
        context_kind=context_kind,
        context_id=context_id,
    )
    publish(fact, organisation=learner.organisation, actor=learner, subject=attempt, at=at)
    return attempt


@transaction.atomic
def answer(*, attempt: Attempt, place: int, response: Any, sequence: int, at: datetime) -> Answer:
    """Keep one answer and give a receipt for it.

    `response`: a list of option ids, a text, or None for blank. The highest `sequence` of a place counts, in whatever
    order they arrive; the same answer under the same sequence gives the first receipt again. Raises NotFound for an
    unknown place, Refused (`attempt_closed`, `time_over`, or what is wrong with the response), Conflict
    (`sequence_used`) when the sequence carries another answer already.
    """
    asked = store.lock_place(learner=attempt.learner_id, attempt=attempt.public_id, place=place)
    if asked is None:
        raise NotFound
    return _answer(asked, response, sequence, at).answer


@transaction.atomic
def answer_as_shown(
    *, learner: User, attempt: UUID, place: int, response: Any, sequence: int, at: datetime
) -> store.Kept:
    """As `answer`, for the learner's own attempt by its public id, with options numbered as shown; the door and the
    lock are one statement, the receipt another. Raises NotFound for what is not the learner's.
    """
    asked = store.lock_place(learner=learner.pk, attempt=attempt, place=place)
    if asked is None:
        raise NotFound
    return _answer(asked, stored_response(asked, response), sequence, at)


def _answer(asked: AttemptQuestion, response: Any, sequence: int, at: datetime) -> store.Kept:
    """Keep an answer to a question whose attempt is locked."""
    if isinstance(sequence, bool) or not isinstance(sequence, int) or not 1 <= sequence <= HIGHEST_SEQUENCE:
        raise Refused(_("Give a whole number of at least 1."), field="sequence")
    ordered = in_order(asked.question, response)
    is_open = asked.attempt.state in queries.OPEN
    if is_open and not queries.is_overdue(asked.attempt, at):
        receipt = _receipt(asked, ordered, sequence, at)
        kept = store.keep(asked=asked, sequence=sequence, response=ordered, receipt=receipt, at=at)
    else:
        found = store.kept(asked=asked, sequence=sequence)
        if asked.attempt.state == State.VOIDED:
            raise Refused(_("This attempt was voided. Reload the page to read why."), code="attempt_closed")
        if found is None and is_open:
            raise Refused(_("The time is over. The answers saved in time count; this one does not."), code="time_over")
        if found is None:
            raise Refused(
                _("This attempt is handed in. The answers saved before count; this one does not."),
                code="attempt_closed",
            )
        kept = found
    if kept.answer.response != ordered:
        raise Conflict(_("Another answer was saved meanwhile. Look at it and save again."), code="sequence_used")
    return kept


def _receipt(asked: AttemptQuestion, response: Any, sequence: int, at: datetime) -> str:
    what = f"{asked.pk}:{sequence}:{response!r}:{at.isoformat()}"
    return salted_hmac("assessments.answer", what).hexdigest()[:16]


@transaction.atomic
def save_visible(*, attempt: Attempt, answers: Mapping[int, Any], at: datetime) -> int:
    """Keep every answer that differs from the one that counts, in one go; returns how many were kept.

    Raises Refused (`attempt_closed`, `time_over`) as `answer` does.
    """
    locked = _locked(attempt.learner_id, attempt.public_id)
    if locked.state == State.VOIDED:
        raise Refused(_("This attempt was voided. Reload the page to read why."), code="attempt_closed")
    if locked.state not in queries.OPEN:
        raise Refused(_("This attempt is handed in. The answers saved before count."), code="attempt_closed")
    if queries.is_overdue(locked, at):
        raise Refused(_("The time is over. The answers saved in time count."), code="time_over")
    return _save_visible(queries.questions_of(locked), answers, at) if answers else 0


def _save_visible(questions: Sequence[AttemptQuestion], answers: Mapping[int, Any], at: datetime) -> int:
    """Keep what differs; `questions` say afterwards what counts then. The caller holds the attempt's lock."""
    fresh = []
    for asked in questions:
        if asked.place not in answers:
            continue
        response = in_order(asked.question, answers[asked.place])
        if response == asked.response:
            continue
        asked.response, asked.sequence, asked.received_at = response, (asked.sequence or 0) + 1, at
        receipt = _receipt(asked, response, asked.sequence, at)
        fresh.append(Answer(asked=asked, sequence=asked.sequence, response=response, received_at=at, receipt=receipt))
    if fresh:
        Answer.objects.bulk_create(fresh)
    return len(fresh)


@transaction.atomic
def submit(
    *, attempt: Attempt, answers: Mapping[int, Any] | None = None, how: str = "learner", at: datetime
) -> Attempt:
    """Hand the attempt in: keep the visible `answers` (by place) first, then mark it and release the result.

    Handing in again does nothing and returns the first result. After the deadline and its grace of 120 seconds the
    visible answers are no longer kept, and the attempt counts as handed in at its deadline (`how` "expired").
    Publishes AttemptGraded and tells the attempt's context, in this transaction.
    """
    return _submit(_locked(attempt.learner_id, attempt.public_id), lambda _questions: answers or {}, how, at)


@transaction.atomic
def submit_as_shown(
    *, learner: User, attempt: UUID, read: Callable[[Sequence[AttemptQuestion]], Mapping[int, Any]], at: datetime
) -> Attempt:
    """As `submit`, for the learner's own attempt by its public id: the door and the lock are one statement. `read`
    makes the visible answers of what was sent, by place. Raises NotFound for what is not the learner's.
    """
    locked = _locked(learner.pk, attempt)
    return _submit(locked, read, "learner", at)


def _locked(learner_id: int, attempt: UUID) -> Attempt:
    found = store.lock(learner=learner_id, attempt=attempt)
    if found is None:
        raise NotFound
    return found


def _submit(
    locked: Attempt, read: Callable[[Sequence[AttemptQuestion]], Mapping[int, Any]], how: str, at: datetime
) -> Attempt:
    if locked.state not in queries.OPEN:
        return locked
    late = queries.is_overdue(locked, at)
    questions = queries.questions_of(locked)
    if not late:
        _save_visible(questions, read(questions), at)
    mark(
        attempt=locked,
        questions=questions,
        submitted_at=(locked.deadline_at or at) if late else at,
        how="expired" if late else how,
        at=at,
    )
    return locked


def current(*, attempt: Attempt, at: datetime) -> Attempt:
    """The attempt as it stands now: handed in first, if its time is over and nobody did."""
    if attempt.state in queries.OPEN and queries.is_overdue(attempt, at):
        return submit(attempt=attempt, how="expired", at=at)
    return attempt


def expire_due(*, at: datetime, limit: int = 500) -> int:
    """Hand in what is overdue, each in a transaction of its own; returns how many.

    One that fails does not hold up the others.
    """
    count = 0
    for attempt in queries.overdue(at, limit):
        try:
            submit(attempt=attempt, how="expired", at=at)
        except Exception:
            logger.exception("attempt %s could not be expired", attempt.public_id)
        else:
            count += 1
    return count


@transaction.atomic
def take_over(*, attempt: Attempt, device: str) -> bool:
    """Make this device the attempt's active one; True when another one was active before. It is advice, not a lock."""
    return attempt.device != device and store.take(attempt=attempt, device=device)


@transaction.atomic
def move_attempts(*, learner_id: str, organisation_id: str) -> int:
    """Let a person's attempts follow the person to the organisation in which they serve now; returns how many moved.

    Both ids are public ones. `organisation_at` of marked attempts stays.
    """
    organisation = by_public_id(UUID(organisation_id))
    own = Attempt.objects.filter(learner__public_id=learner_id).exclude(organisation=organisation)
    return own.update(organisation=organisation)
