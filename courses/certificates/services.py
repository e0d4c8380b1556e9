"""Issue certificates, draw them, and say when they hold no longer."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.attempts import queries as attempts
from competencies.evidence import services as evidence
from courses.certificates.drawing import pdf_of
from courses.certificates.facts import CertificateDrawn, CertificateIssued, CertificateRevoked, CertificateSuperseded
from courses.certificates.models import Certificate
from courses.certificates.serials import new_serial
from courses.certificates.signing import sign
from courses.certificates.snapshot import says_the_same, snapshot_of
from courses.learning.queries import ATTEMPT_CONTEXT
from courses.learning.services.completion import SOURCE_KIND
from igot.accounts import queries as accounts
from igot.journal.services import publish
from igot.kernel.clock import day_in_india
from igot.kernel.errors import Conflict, Refused
from igot.notifications.services import Telling, tell, tell_each

if TYPE_CHECKING:
    from courses.learning.models import CompletionDecision, Enrolment
    from igot.accounts.models import User

logger = logging.getLogger(__name__)
State = Certificate.State
VALID = (State.ISSUED, State.SUSPENDED)
LONGEST_REASON = 500


@transaction.atomic
def issue(*, enrolment: "Enrolment", decision: "CompletionDecision", at: datetime) -> Certificate:
    """The certificate of a completed enrolment: serial, snapshot and signature now, the PDF later by a worker.

    Called in the completion's transaction. An enrolment that has a valid certificate gets no second one.
    """
    held: Certificate | None = Certificate.objects.filter(enrolment=enrolment, state__in=VALID).first()
    return held or _issue(enrolment, decision, supersedes=None, actor=enrolment.learner, at=at)


def _issue(
    enrolment: "Enrolment",
    decision: "CompletionDecision",
    *,
    supersedes: Certificate | None,
    actor: "User",
    at: datetime,
) -> Certificate:
    serial = new_serial(day_in_india(at).year)
    snapshot = snapshot_of(enrolment=enrolment, decision=decision, serial=serial, at=at)
    certificate: Certificate = Certificate.objects.create(
        serial=serial,
        learner=enrolment.learner,
        organisation=enrolment.organisation,
        organisation_at=enrolment.organisation_at or enrolment.organisation,
        enrolment=enrolment,
        course=enrolment.course,
        snapshot=snapshot,
        signed=sign({"iss": settings.SITE_ORIGIN, "iat": int(at.timestamp()), "jti": serial, "claims": snapshot}),
        issued_at=at,
        supersedes=supersedes,
    )
    publish(
        CertificateIssued(
            certificate=str(certificate.public_id),
            person=str(enrolment.learner.public_id),
            course=str(enrolment.course.public_id),
        ),
        organisation=enrolment.organisation, actor=actor, subject=certificate, at=at,
    )  # fmt: skip
    return certificate


@transaction.atomic
def draw(*, certificate: Certificate, at: datetime) -> Certificate:
    """Draw the PDF and keep it under a name nobody can guess; one that is drawn stays as it is.

    Raises what typst or the storage raise: the worker tries again later, and the delivery shows why.
    """
    locked: Certificate = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("learner", "organisation")
        .get(pk=certificate.pk)
    )
    if locked.pdf:
        return locked
    content = pdf_of(locked)
    locked.pdf = default_storage.save(f"certificates/{uuid4().hex}.pdf", ContentFile(content))
    locked.pdf_sha256, locked.drawn_at = hashlib.sha256(content).hexdigest(), at
    locked.save(update_fields=["pdf", "pdf_sha256", "drawn_at"])
    publish(
        CertificateDrawn(certificate=str(locked.public_id), person=str(locked.learner.public_id)),
        organisation=locked.organisation, actor=None, subject=locked, at=at,
    )  # fmt: skip
    return locked


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, actor: "User", at: datetime) -> Certificate:
    """Declare that the certificate holds no longer. It stays verifiable and says so; its holder is told.

    Raises Refused (`reason`), Conflict when it is revoked or superseded already.
    """
    locked = _end(certificate, State.REVOKED, reason, at)
    publish(
        CertificateRevoked(
            certificate=str(locked.public_id), person=str(locked.learner.public_id), course=str(locked.course.public_id)
        ),
        organisation=locked.organisation, actor=actor, subject=locked, at=at,
    )  # fmt: skip
    tell(
        person=locked.learner,
        kind="courses.certificate_revoked",
        key=str(locked.public_id),
        values={"serial": locked.serial, "course": title_of(locked), "reason": locked.state_reason},
        link=f"/verify/{locked.serial}/",
        at=at,
    )
    return locked


@transaction.atomic
def supersede(*, certificate: Certificate, reason: str, actor: "User", at: datetime) -> Certificate:
    """Issue the certificate anew with the holder's and course's names as they are now; the old one points to it.

    For a corrected name: Refused (`reason`) where nothing on it would change. Raises as `revoke` does. What it is
    evidence of goes on counting.
    """
    old = _end(certificate, State.SUPERSEDED, reason, at)
    decision = old.enrolment.decisions.order_by("-pk").first()
    if decision is None:
        raise Conflict
    new = _issue(old.enrolment, decision, supersedes=old, actor=actor, at=at)
    if says_the_same(old.snapshot, new.snapshot):
        raise Refused(_("Nothing on the certificate would change. Correct the name first."), field="reason")
    publish(
        CertificateSuperseded(
            certificate=str(old.public_id), by=str(new.public_id), person=str(old.learner.public_id)
        ),
        organisation=old.organisation, actor=actor, subject=old, at=at,
    )  # fmt: skip
    return new


@transaction.atomic
def tell_holders(*, certificates: Sequence[Certificate], at: datetime) -> None:
    """Tell the holders that their certificates are there, or that they stand in the place of others; once."""
    issued: list[Telling] = []
    replaced: list[Telling] = []
    for certificate in certificates:
        values = {"serial": certificate.serial, "course": title_of(certificate)}
        old = certificate.supersedes
        if old is not None:
            values |= {"old": old.serial, "reason": old.state_reason}
        telling = Telling(certificate.learner_id, str(certificate.public_id), values, "/certificates/")
        (issued if old is None else replaced).append(telling)
    tell_each(kind="courses.certificate_issued", tellings=issued, at=at)
    tell_each(kind="courses.certificate_replaced", tellings=replaced, at=at)


@transaction.atomic
def withdraw_evidence(*, certificate: Certificate, actor_id: int | None, at: datetime) -> int:
    """What rests on the completion of a revoked certificate counts no longer; returns how many pieces did."""
    return evidence.withdraw_from(
        source_kind=SOURCE_KIND,
        source_id=certificate.enrolment.public_id,
        reason=certificate.state_reason,
        actor=accounts.people_named({actor_id}).get(actor_id) if actor_id else None,
        at=at,
    )


@transaction.atomic
def withdraw_examined(*, learner: "User", enrolment: str, context: str, at: datetime) -> int:
    """What the assessment of a completed course confirmed counts no longer, unless another attempt of the learner's in
    this context was passed; returns how many pieces did.
    """
    best = attempts.best(learner, ATTEMPT_CONTEXT, context)
    if best is not None and best.passed:
        return 0
    return evidence.withdraw_from(
        source_kind=SOURCE_KIND,
        source_id=enrolment,
        kind="assessment",
        reason=gettext("The key of a question was corrected, and the result is no longer a pass."),
        actor=None,
        at=at,
    )


@transaction.atomic
def move_certificates(*, learner: "User") -> int:
    """Let the person's certificates follow them to the organisation they serve now; `organisation_at` stays."""
    if learner.organisation is None:
        return 0
    moving = Certificate.objects.filter(learner=learner).exclude(organisation=learner.organisation)
    return int(moving.update(organisation=learner.organisation))


def title_of(certificate: Certificate) -> dict[str, str]:
    """The course's title as certified, by language."""
    course = certificate.snapshot["course"]
    return {"en": course["en"], "hi": course["hi"]}


def _end(certificate: Certificate, state: str, reason: str, at: datetime) -> Certificate:
    reason = reason.strip()
    if not reason:
        raise Refused(_("Give the reason; it is shown to whoever verifies the certificate."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(_("Give the reason in at most %(most)s characters.") % {"most": LONGEST_REASON}, field="reason")
    related = (
        "learner",
        "organisation",
        "course",
        "enrolment__release",
        "enrolment__learner",
        "enrolment__organisation",
    )
    locked: Certificate = (
        Certificate.objects.select_for_update(of=("self",)).select_related(*related).get(pk=certificate.pk)
    )
    if locked.state not in VALID:
        raise Conflict(_("This certificate was revoked or replaced already."))
    locked.state, locked.state_reason, locked.state_changed_at = state, reason, at
    locked.save(update_fields=["state", "state_reason", "state_changed_at"])
    return locked
