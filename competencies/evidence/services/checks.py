"""Workplace checks (WPCAS): three short questions about one competency, asked of those who see the work.

Whoever answers is never named. Under four answers nothing is revealed to anybody, and the answers themselves are
deleted as soon as they are counted: what is kept is the result.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from competencies.evidence import facts, queries
from competencies.evidence.models import CheckAnswer, CheckInvitation, Evidence, WorkplaceCheck
from competencies.evidence.rules import lower_median
from competencies.evidence.services.rating import check_level
from competencies.evidence.services.recording import record
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Refused
from igot.notifications.services import tell_many

if TYPE_CHECKING:
    from competencies.framework.models import Competency
    from igot.accounts.models import User

CHECK = "competencies.check"
QUESTIONS = 3
FEWEST_ANSWERS = 4
# So that nobody is asked too often, and no group is so large that its sampling shows who was in it.
MOST_PER_RELATION = 8
OPEN_FOR = timedelta(days=14)
# A second check soon after the first, with one person more, would show what that person answered.
REST = timedelta(days=30)
CANNOT_SAY = 0
State = WorkplaceCheck.State
Relation = CheckInvitation.Relation


@transaction.atomic
def open_check(*, learner: "User", competency: "Competency", actor: "User", at: datetime) -> WorkplaceCheck:
    """Ask the person, their supervisor, peers and those they supervise about one competency, for two weeks.

    Who is asked follows from who works with whom; of more than eight peers, or supervised, eight are drawn by lot.
    Raises Refused for a competency no longer in force, where fewer than four could be asked, or within thirty days
    of the last check; Conflict while one is open. Publishes CheckOpened.
    """
    first = competency.scale.levels.all()[0].number
    organisation = check_level(learner=learner, competency=competency, level=first)
    asked = queries.around(learner, most=MOST_PER_RELATION)
    if len(asked) < FEWEST_ANSWERS:
        raise Refused(
            _(
                "Too few see the work: %(number)s could be asked, and under %(fewest)s answers nothing is revealed. "
                "Have the supervisor entered for everybody in the team."
            )
            % {"number": len(asked), "fewest": FEWEST_ANSWERS},
            field="competency",
        )
    recent = WorkplaceCheck.objects.filter(learner=learner, competency=competency, closed_at__gt=at - REST)
    if recent.exclude(state=State.CANCELLED).exists():
        raise Refused(
            _("The last check of this competency ended less than 30 days ago. Give the work time."), field="competency"
        )
    try:
        with transaction.atomic():
            made: WorkplaceCheck = WorkplaceCheck.objects.create(
                learner=learner,
                organisation=organisation,
                competency=competency,
                opened_by=actor,
                opened_at=at,
                closes_at=at + OPEN_FOR,
            )
    except IntegrityError as error:
        raise Conflict(_("A check of this competency is open already.")) from error
    CheckInvitation.objects.bulk_create(
        CheckInvitation(check_of=made, person=person, relation=relation) for person, relation in asked
    )
    fact = facts.CheckOpened(
        check=str(made.public_id), person=str(learner.public_id), competency=str(competency.public_id)
    )
    publish(fact, organisation=organisation, actor=actor, subject=made, at=at)
    return made


@transaction.atomic
def answer_check(*, invitation: CheckInvitation, levels: Sequence[int], at: datetime) -> None:
    """Keep somebody's three answers without a name; the last of all answers closes the check.

    A level of 0 is "I cannot say". Raises Refused (`q1`..`q3`) for anything else that is not on the scale, Conflict
    once the person has answered or the check is closed.
    """
    check = (
        WorkplaceCheck.objects.select_for_update(of=("self",))
        .select_related("competency__scale", "learner__organisation", "organisation")
        .get(pk=invitation.check_of_id)
    )
    if check.state != State.OPEN or check.closes_at <= at:
        raise Conflict(_("This check is closed."))
    known = {CANNOT_SAY, *(level.number for level in check.competency.scale.levels.all())}
    if len(levels) != QUESTIONS or not known.issuperset(levels):
        wrong = [f"q{number}" for number, level in enumerate(levels, start=1) if level not in known] or ["q1"]
        raise Refused(fields={name: [_("Choose one of the possibilities.")] for name in wrong})
    if not CheckInvitation.objects.filter(pk=invitation.pk, has_answered=False).update(has_answered=True):
        raise Conflict(_("You have answered already. Thank you."))
    CheckAnswer.objects.create(check_of=check, relation=invitation.relation, levels=list(levels))
    if not check.invitations.filter(has_answered=False).exists():
        _count(check, at)


@transaction.atomic
def close_check(*, check: WorkplaceCheck, at: datetime) -> WorkplaceCheck:
    """Count a check whose time is over; one that is closed stays as it is. Publishes CheckClosed."""
    locked: WorkplaceCheck = (
        WorkplaceCheck.objects.select_for_update(of=("self",))
        .select_related("competency__scale", "learner__organisation", "organisation")
        .get(pk=check.pk)
    )
    if locked.state == State.OPEN:
        _count(locked, at)
    return locked


@transaction.atomic
def cancel_check(*, check: WorkplaceCheck, actor: "User", at: datetime) -> WorkplaceCheck:
    """Give a check up: its answers are deleted, nothing is revealed. Raises Conflict once it is closed."""
    locked: WorkplaceCheck = (
        WorkplaceCheck.objects.select_for_update(of=("self",))
        .select_related("learner", "competency", "organisation")
        .get(pk=check.pk)
    )
    if locked.state != State.OPEN:
        raise Conflict(_("This check is closed."))
    _close(locked, State.CANCELLED, {}, at, actor)
    return locked


def close_due(*, at: datetime) -> int:
    """Count every check whose time is over, each in its own transaction. Returns how many; a second call finds none."""
    due = queries.checks_due(at)
    for check in due:
        close_check(check=check, at=at)
    return len(due)


@transaction.atomic
def tell_invited(*, check: str, at: datetime) -> None:
    """Ask everybody who is invited to answer, once."""
    found = queries.check(check)
    tell_many(
        people=found.invitations.filter(has_answered=False).values_list("person_id", flat=True),
        kind="competencies.check_asked",
        key=check,
        values={"competency": found.competency.in_all_languages("name"), "name": found.learner.names},
        link=f"/checks/{found.public_id}/",
        at=at,
    )


@transaction.atomic
def tell_of_result(*, check: str, at: datetime) -> None:
    """Tell the person, and whoever opened the check, that it is counted or that too few answered."""
    found = queries.check(check)
    if found.state in (State.COUNTED, State.TOO_FEW):
        tell_many(
            people={found.learner_id, found.opened_by_id},
            kind=f"competencies.check_{found.state}",
            key=check,
            values={"competency": found.competency.in_all_languages("name"), "name": found.learner.names},
            link=f"/checks/{found.public_id}/",
            at=at,
        )


def _count(check: WorkplaceCheck, at: datetime) -> None:
    """The result of a locked check, and the evidence it gives. Publishes CheckClosed."""
    answers = list(CheckAnswer.objects.filter(check_of=check))
    said = [answer for answer in answers if any(level != CANNOT_SAY for level in answer.levels)]
    if len(said) < FEWEST_ANSWERS:
        _close(check, State.TOO_FEW, {}, at, None)
        return
    per_question = [_of_question([answer.levels[number] for answer in said]) for number in range(QUESTIONS)]
    level = lower_median([_one(answer.levels) for answer in said])
    groups = Counter(answer.relation for answer in said)
    result = {
        "answers": len(said),
        "level": level,
        "questions": per_question,
        # A group is named only where it is large enough to hide in.
        "groups": {relation: number for relation, number in groups.items() if number >= FEWEST_ANSWERS},
    }
    _close(check, State.COUNTED, result, at, None)
    record(
        learner=check.learner,
        competency=check.competency,
        level=level,
        kind=Evidence.Kind.WORKPLACE,
        source_kind=CHECK,
        source_id=check.public_id,
        source_title="",
        occurred_at=at,
        at=at,
    )


def _of_question(levels: Sequence[int]) -> int:
    """What the answers to one question say together; 0 where fewer could say than may be told of."""
    given = [level for level in levels if level != CANNOT_SAY]
    return lower_median(given) if len(given) >= FEWEST_ANSWERS else 0


def _one(levels: Sequence[int]) -> int:
    """What one person's answers say together: the middle of those given."""
    return lower_median([level for level in levels if level != CANNOT_SAY])


def _close(check: WorkplaceCheck, state: str, result: dict[str, Any], at: datetime, actor: "User | None") -> None:
    CheckAnswer.objects.filter(check_of=check).delete()
    check.state, check.result, check.closed_at = state, result, at
    check.save(update_fields=["state", "result", "closed_at"])
    fact = facts.CheckClosed(
        check=str(check.public_id),
        person=str(check.learner.public_id),
        competency=str(check.competency.public_id),
        state=state,
    )
    publish(fact, organisation=check.organisation, actor=actor, subject=check, at=at)
