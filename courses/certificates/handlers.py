"""What certificates do when they hear a fact."""

from collections.abc import Sequence

from assessments.corrections.facts import AttemptCorrected
from courses.certificates import queries, services
from courses.certificates.facts import CertificateIssued, CertificateRevoked
from courses.learning.queries import ATTEMPT_CONTEXT
from igot.accounts import queries as accounts
from igot.accounts.facts import PersonMoved
from igot.journal.facts import Happened, handles, handles_together
from igot.kernel.clock import now


@handles(CertificateIssued, queue="heavy")
def draw(happened: Happened[CertificateIssued]) -> None:
    """Draw the PDF."""
    services.draw(certificate=queries.certificate(happened.fact.certificate), at=now())


@handles_together(CertificateIssued)
def tell_holder(happened: Sequence[Happened[CertificateIssued]]) -> None:
    """Tell its holder."""
    certificates = queries.certificates(one.fact.certificate for one in happened)
    services.tell_holders(certificates=certificates, at=max(one.occurred_at for one in happened))


@handles(CertificateRevoked)
def withdraw_evidence(happened: Happened[CertificateRevoked]) -> None:
    """What it was evidence of counts no longer."""
    certificate = queries.certificate(happened.fact.certificate)
    services.withdraw_evidence(certificate=certificate, actor_id=happened.actor_id, at=happened.occurred_at)


@handles(AttemptCorrected)
def withdraw_what_was_examined(happened: Happened[AttemptCorrected]) -> None:
    """Whose result fell below the pass mark has confirmed no level by it; what was completed stays so until it is
    revoked with a reason.
    """
    fact = happened.fact
    if fact.passed_before and not fact.passed and fact.context_kind == ATTEMPT_CONTEXT:
        enrolment, _colon, _resource = fact.context_id.partition(":")
        services.withdraw_examined(
            learner=accounts.person(fact.person), enrolment=enrolment, context=fact.context_id, at=happened.occurred_at
        )


@handles(PersonMoved)
def move_certificates(happened: Happened[PersonMoved]) -> None:
    """A person's certificates are where the person is."""
    services.move_certificates(learner=accounts.person(happened.fact.person))
