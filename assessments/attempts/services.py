"""Write attempts: begin, answer, hand in, expire. The clock is the server's."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from assessments.attempts import queries
from assessments.attempts.drawing import draw
from assessments.attempts.facts import AttemptStarted
from assessments.attempts.marking import mark
from assessments.attempts.models import Answer, Attempt, AttemptQuestion
from assessments.attempts.responses import in_order
from assessments.papers.models import PaperVersion
from assessments.papers.queries import sections_of
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
    under_way = queries.open_attempt(learner, context_kind, context_id)
    if under_way is not None and not queries.is_overdue(under_way, at):
        return under_way
    if under_way is not None:
        submit(attempt=under_way, how="expired", at=at)
    try:
        return _begin(
            learner, version, context=(context_kind, context_id), result={"title": title, "back_url": back_url}, at=at
        )
    except IntegrityError:
        # Two tabs pressed at once: the other one was quicker, and both share its attempt.
        quicker = queries.open_attempt(learner, context_kind, context_id)
        if quicker is None:
            raise Conflict from None
        return quicker


@transaction.atomic
def _begin(
    learner: User, version: PaperVersion, *, context: tuple[str, str], result: dict[str, Any], at: datetime
) -> Attempt:
    context_kind, context_id = context
    version = PaperVersion.objects.get(pk=version.pk)
    if version.state != PaperVersion.State.PUBLISHED:
        raise Refused(_("This assessment is not open yet."), code="not_published")
    if learner.organisation is None:
        raise Refused(_("Only people with a posting can take an assessment."), code="no_organisation")
    if not queries.attempts_left(learner, version, context_kind, context_id):
        raise Refused(_("All attempts at this assessment have been used."), code="attempts_used_up")
    possible = queries.next_possible_at(learner, version, context_kind, context_id)
    if possible is not None and at < possible:
        raise Refused(_("The waiting time between two attempts is not over yet."), code="cooling_down")
    earlier = Attempt.objects.filter(learner=learner, context_kind=context_kind, context_id=context_id)
    attempt = Attempt(
        learner=learner,
        organisation=learner.organisation,
        version=version,
        context_kind=context_kind,
        context_id=context_id,
        number=(earlier.order_by("-number").values_list("number", flat=True).first() or 0) + 1,
        state=State.IN_PROGRESS,
        seed=secrets.randbits(62),
        started_at=at,
        deadline_at=at + timedelta(minutes=version.minutes) if version.minutes else None,
        result=result,
    )
    questions = draw(attempt, list(sections_of(version)), shuffle=version.shuffle)
    attempt.max_marks = sum(asked.max_marks for asked in questions)
    attempt.save()
    AttemptQuestion.objects.bulk_create(questions)
    fact = AttemptStarted(
        attempt=str(attempt.public_id),
        person=str(learner.public_id),
        context_kind=context_kind,
        context_id=context_id,
    )
    publish(fact, organisation=learner.organisation, actor=learner, subject=attempt, at=at)
    return attempt


def _locked(attempt: Attempt) -> Attempt:
    found = Attempt.objects.select_for_update(of=("self",)).select_related("version", "learner", "organisation")
    return found.get(pk=attempt.pk)


@transaction.atomic
def answer(*, attempt: Attempt, place: int, response: Any, sequence: int, at: datetime) -> Answer:
    """Keep one answer and give a receipt for it.

    `response`: a list of option ids, a text, or None for blank. The highest `sequence` of a place counts, in whatever
    order they arrive; the same answer under the same sequence gives the first receipt again. Raises NotFound for an
    unknown place, Refused (`attempt_closed`, `time_over`, or what is wrong with the response), Conflict
    (`sequence_used`) when the sequence carries another answer already.
    """
    locked = _locked(attempt)
    asked = AttemptQuestion.objects.select_related("question").filter(attempt=locked, place=place).first()
    if asked is None:
        raise NotFound
    if isinstance(sequence, bool) or not isinstance(sequence, int) or not 1 <= sequence <= HIGHEST_SEQUENCE:
        raise Refused(_("Give a whole number of at least 1."), field="sequence")
    ordered = in_order(asked.question, response)
    before = Answer.objects.filter(asked=asked, sequence=sequence).first()
    if before is not None:
        if before.response == ordered:
            return before
        raise Conflict(_("Another answer was saved meanwhile. Look at it and save again."), code="sequence_used")
    if locked.state not in queries.OPEN:
        raise Refused(
            _("This attempt is handed in. The answers saved before count; this one does not."), code="attempt_closed"
        )
    if queries.is_overdue(locked, at):
        raise Refused(_("The time is over. The answers saved in time count; this one does not."), code="time_over")
    return _keep(asked, ordered, sequence, at)


def _keep(asked: AttemptQuestion, response: Any, sequence: int, at: datetime) -> Answer:
    receipt = salted_hmac("assessments.answer", f"{asked.pk}:{sequence}:{response!r}:{at.isoformat()}").hexdigest()[:16]
    return Answer.objects.create(asked=asked, sequence=sequence, response=response, received_at=at, receipt=receipt)


@transaction.atomic
def save_visible(*, attempt: Attempt, answers: Mapping[int, Any], at: datetime) -> int:
    """Keep every answer that differs from the one that counts, in one go; returns how many were kept.

    Raises Refused (`attempt_closed`, `time_over`) as `answer` does.
    """
    locked = _locked(attempt)
    if locked.state not in queries.OPEN:
        raise Refused(_("This attempt is handed in. The answers saved before count."), code="attempt_closed")
    if queries.is_overdue(locked, at):
        raise Refused(_("The time is over. The answers saved in time count."), code="time_over")
    return _save_visible(locked, answers, at)


def _save_visible(locked: Attempt, answers: Mapping[int, Any], at: datetime) -> int:
    if not answers:
        return 0
    latest = queries.latest_answers(locked)
    kept = 0
    for asked in queries.questions_of(locked):
        if asked.place not in answers:
            continue
        response, counts = in_order(asked.question, answers[asked.place]), latest.get(asked.place)
        if response != (counts.response if counts else None):
            _keep(asked, response, counts.sequence + 1 if counts else 1, at)
            kept += 1
    return kept


@transaction.atomic
def submit(
    *, attempt: Attempt, answers: Mapping[int, Any] | None = None, how: str = "learner", at: datetime
) -> Attempt:
    """Hand the attempt in: keep the visible `answers` (by place) first, then mark it and release the result.

    Handing in again does nothing and returns the first result. After the deadline and its grace of 120 seconds the
    visible answers are no longer kept, and the attempt counts as handed in at its deadline (`how` "expired").
    Publishes AttemptGraded and tells the attempt's context, in this transaction.
    """
    locked = _locked(attempt)
    if locked.state not in queries.OPEN:
        return locked
    late = queries.is_overdue(locked, at)
    if not late:
        _save_visible(locked, answers or {}, at)
    mark(
        attempt=locked,
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
    if attempt.device == device:
        return False
    other = bool(_locked(attempt).device)
    Attempt.objects.filter(pk=attempt.pk).update(device=device)
    return other


@transaction.atomic
def move_attempts(*, learner_id: str, organisation_id: str) -> int:
    """Let a person's attempts follow the person to the organisation in which they serve now; returns how many moved.

    Both ids are public ones. `organisation_at` of marked attempts stays.
    """
    organisation = by_public_id(UUID(organisation_id))
    own = Attempt.objects.filter(learner__public_id=learner_id).exclude(organisation=organisation)
    return own.update(organisation=organisation)
