"""What people say of themselves, what supervisors and assessors attest, and objections to it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from competencies.evidence import facts
from competencies.evidence.models import Dispute, Evidence, Rating, SelfAssessment
from competencies.evidence.services.recording import record, withdraw
from competencies.framework.models import Status
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Denied, Refused

if TYPE_CHECKING:
    from competencies.framework.models import Competency
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

RATING = "competencies.rating"
SELF_ASSESSMENT = "competencies.self_assessment"


@transaction.atomic
def assess_oneself(
    *, learner: "User", competency: "Competency", level: int, note: str = "", at: datetime
) -> SelfAssessment:
    """Say of oneself, against the descriptors, at which level one works; the last word is shown and lifts no level.

    Saying the same again changes nothing. Raises Refused for a level that the scale does not have, for a competency no
    longer in force, or for somebody without an organisation. Publishes SelfAssessed.
    """
    organisation = check_level(learner=learner, competency=competency, level=level)
    last = SelfAssessment.objects.filter(learner=learner, competency=competency).order_by("-assessed_at", "-pk").first()
    if last is not None and (last.level, last.note) == (level, note.strip()):
        return last
    made: SelfAssessment = SelfAssessment.objects.create(
        learner=learner,
        organisation=organisation,
        competency=competency,
        level=level,
        note=note.strip(),
        assessed_at=at,
    )
    record(
        learner=learner,
        competency=competency,
        level=level,
        kind=Evidence.Kind.SELF_DECLARED,
        source_kind=SELF_ASSESSMENT,
        source_id=made.public_id,
        source_title="",
        occurred_at=at,
        at=at,
    )
    fact = facts.SelfAssessed(
        assessment=str(made.public_id), person=str(learner.public_id), competency=str(competency.public_id)
    )
    publish(fact, organisation=organisation, actor=learner, subject=made, at=at)
    return made


@transaction.atomic
def attest(
    *,
    learner: "User",
    competency: "Competency",
    level: int,
    reason: str,
    relation: str,
    actor: "User",
    at: datetime,
) -> Rating:
    """Attest that a person works at a level. Every rating is kept; of each rater the newest counts, and of several
    raters the lower middle one (competencies.evidence.rules).

    The same word again from the same rater changes nothing. Raises Refused without a reason, for oneself, for a level
    that the scale does not have, or for a competency no longer in force. Publishes RatingGiven.
    """
    if learner.pk == actor.pk:
        raise Refused(_("Nobody attests themselves. Use the self-assessment."), field="level")
    reason = reason.strip()
    if not reason:
        raise Refused(_("Write on what you have seen this level."), field="reason")
    organisation = check_level(learner=learner, competency=competency, level=level)
    earlier = Rating.objects.filter(learner=learner, competency=competency, rater=actor)
    last = earlier.order_by("-rated_at", "-pk").first()
    if last is not None and (last.level, last.reason) == (level, reason) and _counts(last):
        return last
    made: Rating = Rating.objects.create(
        learner=learner,
        organisation=organisation,
        competency=competency,
        rater=actor,
        relation=relation,
        level=level,
        reason=reason,
        rated_at=at,
    )
    record(
        learner=learner,
        competency=competency,
        level=level,
        kind=Evidence.Kind.ATTESTED,
        source_kind=RATING,
        source_id=made.public_id,
        source_title=actor.names,
        occurred_at=at,
        rater=actor,
        at=at,
    )
    fact = facts.RatingGiven(
        rating=str(made.public_id), person=str(learner.public_id), competency=str(competency.public_id)
    )
    publish(fact, organisation=organisation, actor=actor, subject=made, at=at)
    return made


def _counts(rating: Rating) -> bool:
    """Whether the evidence of a rating was not withdrawn: after an upheld objection the same word may be said anew."""
    return Evidence.objects.filter(source_kind=RATING, source_id=rating.public_id, withdrawal=None).exists()


@transaction.atomic
def dispute(*, evidence: Evidence, reason: str, actor: "User", at: datetime) -> Dispute:
    """Object to a piece of evidence; it goes on counting until an assessor has decided.

    Raises Refused without a reason or for evidence that counts no longer, Conflict while another objection to it is
    open. Publishes DisputeRaised.
    """
    if not reason.strip():
        raise Refused(_("Write what is wrong with this evidence."), field="reason")
    if hasattr(evidence, "withdrawal"):
        raise Refused(_("This evidence has been withdrawn already."), field="reason")
    try:
        with transaction.atomic():
            made: Dispute = Dispute.objects.create(
                evidence=evidence,
                organisation=evidence.organisation,
                raised_by=actor,
                reason=reason.strip(),
                raised_at=at,
            )
    except IntegrityError as error:
        raise Conflict(_("Somebody has objected to this evidence already; it waits for a decision.")) from error
    fact = facts.DisputeRaised(
        dispute=str(made.public_id), evidence=str(evidence.public_id), person=str(evidence.learner.public_id)
    )
    publish(fact, organisation=evidence.organisation, actor=actor, subject=made, at=at)
    return made


@transaction.atomic
def decide_dispute(*, dispute: Dispute, upheld: bool, decision: str, actor: "User", at: datetime) -> Dispute:
    """Uphold an objection, which withdraws that piece of evidence and no other, or reject it.

    Raises Denied for whoever raised it, whoever attested the evidence and whose evidence it is; Refused without
    reasons; Conflict once it is decided. Publishes DisputeDecided.
    """
    evidence = dispute.evidence
    if actor.pk in (dispute.raised_by_id, evidence.rater_id, evidence.learner_id):
        raise Denied(_("Somebody who takes no part in it decides: another assessor."))
    if not decision.strip():
        raise Refused(_("Give the reasons of your decision."), field="decision")
    state = Dispute.State.UPHELD if upheld else Dispute.State.REJECTED
    decided = Dispute.objects.filter(pk=dispute.pk, state=Dispute.State.OPEN).update(
        state=state, decided_by=actor, decision=decision.strip(), decided_at=at
    )
    if not decided:
        raise Conflict(_("This objection has been decided already."))
    if upheld:
        withdraw(evidence=evidence, reason=decision, actor=actor, at=at)
    fact = facts.DisputeDecided(
        dispute=str(dispute.public_id),
        evidence=str(evidence.public_id),
        person=str(evidence.learner.public_id),
        upheld=upheld,
    )
    publish(fact, organisation=evidence.organisation, actor=actor, subject=dispute, at=at)
    dispute.refresh_from_db()
    return dispute


def check_level(*, learner: "User", competency: "Competency", level: int) -> "Organisation":
    """The learner's organisation. Raises Refused (`level`, `competency`, `learner`) for what cannot be rated."""
    if learner.organisation is None:
        raise Refused(_("This person serves in no organisation, so the evidence belongs nowhere."), field="learner")
    if competency.status != Status.APPROVED:
        raise Refused(_("This competency is no longer in force. Choose the one that replaced it."), field="competency")
    if level not in {one.number for one in competency.scale.levels.all()}:
        raise Refused(_("Choose a level of the competency's scale."), field="level")
    return learner.organisation
