"""Prior learning: claimed with documents, verified by an assessor, recorded as evidence."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competencies.evidence import facts
from competencies.evidence.models import Claim, Evidence
from competencies.evidence.services.documents import OPEN
from competencies.evidence.services.rating import check_level
from competencies.evidence.services.recording import record
from igot.approvals import queries as requests
from igot.approvals import services as approvals
from igot.journal.services import publish
from igot.kernel.clock import INDIA, day_in_india, end_of_day
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from competencies.framework.models import Competency
    from igot.accounts.models import User
    from igot.approvals.models import Request

KIND = "competencies.claim"
CLAIM = "competencies.claim"
WORDS = ("level", "title", "issuer", "earned_on", "valid_until", "description")
State = Claim.State


@transaction.atomic
def draft_claim(
    *,
    learner: "User",
    competency: "Competency",
    level: int,
    title: str,
    issuer: str,
    earned_on: date,
    valid_until: date | None = None,
    description: str = "",
    at: datetime,
) -> Claim:
    """Begin a claim; documents are added to it before it is submitted.

    Raises Refused for a level that the scale does not have, a day to come, or a validity that ends before it begins.
    """
    organisation = check_level(learner=learner, competency=competency, level=level)
    _check_days(earned_on=earned_on, valid_until=valid_until, at=at)
    made: Claim = Claim.objects.create(
        learner=learner,
        organisation=organisation,
        competency=competency,
        level=level,
        title=title.strip(),
        issuer=issuer.strip(),
        earned_on=earned_on,
        valid_until=valid_until,
        description=description.strip(),
        created_at=at,
    )
    return made


@transaction.atomic
def edit_claim(*, claim: Claim, changes: dict[str, Any], at: datetime) -> Claim:
    """Change the words of a claim that is not on its way. Raises as `draft_claim`, and Conflict."""
    locked = _lock(claim)
    for name in WORDS:
        setattr(locked, name, changes.get(name, getattr(locked, name)))
    check_level(learner=locked.learner, competency=locked.competency, level=locked.level)
    _check_days(earned_on=locked.earned_on, valid_until=locked.valid_until, at=at)
    locked.save(update_fields=list(WORDS))
    return locked


@transaction.atomic
def submit_claim(*, claim: Claim, at: datetime) -> Claim:
    """Ask that a claim be verified, by an assessor of the learner's organisation.

    Raises Refused without a document, Conflict where it is on its way. Publishes ClaimSubmitted.
    """
    locked = _lock(claim)
    names = list(locked.documents.order_by("pk").values_list("name", flat=True))
    if not names:
        raise Refused(_("Add at least one document that shows what you claim."), field="file")
    if not Claim.objects.filter(pk=locked.pk, state__in=OPEN).update(state=State.SUBMITTED):
        raise Conflict(_("This claim is on its way already and cannot be changed."))
    approvals.open_request(
        kind=KIND,
        subject_id=locked.public_id,
        organisation=locked.organisation,
        title=f"{locked.competency.name}: {locked.title}",
        titles={
            language: f"{name}: {locked.title}"
            for language, name in locked.competency.in_all_languages("name").items()
            if language != "en"
        },
        details=[
            (_("Level claimed"), str(locked.level)),
            (_("Issued by"), locked.issuer),
            (_("Documents"), ", ".join(names)),
        ],
        actor=locked.learner,
        at=at,
    )
    _publish(facts.ClaimSubmitted, locked, locked.learner, at)
    locked.refresh_from_db()
    return locked


@transaction.atomic
def take_claim_back(*, claim: Claim, at: datetime) -> Claim:
    """Give a claim up: a draft at once, one on its way by taking its request back. Raises Conflict once it is
    decided.
    """
    if Claim.objects.filter(pk=claim.pk, state__in=OPEN).update(state=State.WITHDRAWN, closed_at=at):
        claim.refresh_from_db()
        return claim
    approvals.withdraw(request=request_of(claim), actor=claim.learner, at=at)
    claim.refresh_from_db()
    return claim


@transaction.atomic
def verify_claim(
    *, claim: Claim, level: int, valid_until: date | None, comment: str = "", actor: "User", at: datetime
) -> Claim:
    """Find a claim proven, at the level that was claimed or below it, until a day or for good.

    Raises Refused for a higher level or a day that is past, Conflict once it is decided, Denied for the learner.
    """
    if not 1 <= level <= claim.level:
        raise Refused(_("Choose the level that was claimed, or a lower one."), field="level")
    if valid_until is not None and valid_until < day_in_india(at):
        raise Refused(_("This day is past. Choose a later one, or none."), field="valid_until")
    request = request_of(claim)
    Claim.objects.filter(pk=claim.pk, state=State.SUBMITTED).update(verified_level=level, verified_until=valid_until)
    approvals.approve(request=request, comment=comment, actor=actor, at=at)
    claim.refresh_from_db()
    return claim


def return_claim(*, claim: Claim, comment: str, actor: "User", at: datetime) -> Claim:
    """Send a claim back with what is missing. Raises Refused without a comment, Conflict, Denied."""
    approvals.send_back(request=request_of(claim), comment=comment, actor=actor, at=at)
    claim.refresh_from_db()
    return claim


def request_of(claim: Claim) -> "Request":
    """The pending request about a claim. Raises Conflict where there is none."""
    found: Request | None = requests.history(KIND, claim.public_id).filter(state="pending").first()
    if found is None:
        raise Conflict(_("This claim has been decided already."))
    return found


@transaction.atomic
def count_claim(*, claim: Claim, actor: "User", at: datetime) -> None:
    """The assessor has said yes: the claim is evidence from the day it was earned. Publishes ClaimVerified.

    The effect of the approval, in its transaction: on the general page of approvals what was claimed is what counts.
    """
    level = claim.verified_level or claim.level
    until = claim.verified_until if claim.verified_level else claim.valid_until
    Claim.objects.filter(pk=claim.pk).update(
        state=State.VERIFIED, verified_level=level, verified_until=until, closed_at=at
    )
    record(
        learner=claim.learner,
        competency=claim.competency,
        level=level,
        kind=Evidence.Kind.PRIOR,
        source_kind=CLAIM,
        source_id=claim.public_id,
        source_title=f"{claim.title} ({claim.issuer})",
        occurred_at=datetime.combine(claim.earned_on, datetime.min.time(), INDIA),
        valid_until=end_of_day(until) if until is not None else None,
        rater=actor,
        at=at,
    )
    _publish(facts.ClaimVerified, claim, actor, at)


@transaction.atomic
def reopen_claim(*, claim: Claim, actor: "User", at: datetime) -> None:
    """The assessor has sent it back. Publishes ClaimReturned."""
    Claim.objects.filter(pk=claim.pk).update(state=State.RETURNED, verified_level=None, verified_until=None)
    _publish(facts.ClaimReturned, claim, actor, at)


@transaction.atomic
def drop_claim(*, claim: Claim, at: datetime) -> None:
    """The learner has taken the request back."""
    Claim.objects.filter(pk=claim.pk).update(state=State.WITHDRAWN, closed_at=at)


def _lock(claim: Claim) -> Claim:
    locked: Claim = (
        Claim.objects.select_for_update(of=("self",))
        .select_related("learner__organisation", "organisation", "competency__scale")
        .get(pk=claim.pk)
    )
    if locked.state not in OPEN:
        raise Conflict(_("This claim is on its way already and cannot be changed."))
    return locked


def _check_days(*, earned_on: date, valid_until: date | None, at: datetime) -> None:
    if earned_on > day_in_india(at):
        raise Refused(_("This day is still to come."), field="earned_on")
    if valid_until is not None and valid_until < earned_on:
        raise Refused(_("The validity ends before it begins."), field="valid_until")


def _publish(fact: Any, claim: Claim, actor: "User", at: datetime) -> None:
    told = fact(
        claim=str(claim.public_id), person=str(claim.learner.public_id), competency=str(claim.competency.public_id)
    )
    publish(told, organisation=claim.organisation, actor=actor, subject=claim, at=at)
