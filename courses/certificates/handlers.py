"""What certificates do when they hear a fact."""

from collections.abc import Sequence

from courses.certificates import queries, services
from courses.certificates.facts import CertificateIssued, CertificateRevoked
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


@handles(PersonMoved)
def move_certificates(happened: Happened[PersonMoved]) -> None:
    """A person's certificates are where the person is."""
    services.move_certificates(learner=accounts.person(happened.fact.person))
