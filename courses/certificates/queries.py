"""Read certificates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet

from courses.certificates.models import Certificate
from courses.certificates.signing import verified
from igot.kernel.errors import NotFound
from igot.kernel.statements import Answer, Statement
from igot.kernel.tenancy import everywhere, path_scope, required_path

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

MOST_LATEST = 3
RELATED = ("learner", "organisation", "course", "enrolment")


@dataclass(frozen=True)
class Verification:
    """What anybody may know of a certificate: its claims, its state, and whether the signature fits the claims."""

    serial: str
    state: str
    reason: str
    claims: dict[str, Any]
    genuine: bool
    changed_at: Any
    superseded_by: str

    @property
    def completed_on(self) -> date:
        """The day of completion, in India."""
        return date.fromisoformat(self.claims["completed_on"])

    @property
    def holds(self) -> bool:
        """Whether it may be relied on."""
        return self.genuine and self.state == Certificate.State.ISSUED


def certificate(public_id: UUID | str) -> Certificate:
    """The certificate with this id, within the open scope. Raises NotFound."""
    found: Certificate | None = Certificate.objects.select_related(*RELATED).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def certificates(public_ids: "Iterable[UUID | str]") -> list[Certificate]:
    """The certificates with these ids, within the open scope, with what they stand in the place of."""
    found = Certificate.objects.select_related(*RELATED, "supersedes").filter(public_id__in=list(public_ids))
    return list(found.order_by("pk"))


def certificates_of(user: "User", text: str = "") -> QuerySet[Certificate]:
    """The person's certificates, the latest first; `text` is looked for in serial and titles."""
    found = Certificate.objects.filter(learner=user).select_related("course", "enrolment")
    for word in text.split():
        found = found.filter(
            Q(serial__icontains=word)
            | Q(snapshot__course__en__icontains=word)
            | Q(snapshot__course__hi__icontains=word)
        )
    return found.order_by("-issued_at", "-pk")


def latest(user: "User") -> Answer:
    """The person's three latest certificates: serial, when it was issued, and what was certified."""
    return _LATEST.ask(learner=user.pk, path=required_path())


def _latest(learner: int, path: str) -> "QuerySet[Certificate]":
    with path_scope(path):
        found = Certificate.objects.filter(learner=learner).only("serial", "issued_at", "snapshot")
        return found.order_by("-issued_at", "-pk")[:MOST_LATEST]  # type: ignore[no-any-return]


_LATEST = Statement(_latest, learner="bigint", path="text")


def certificate_for(enrolment_id: int) -> Certificate | None:
    """The valid certificate of an enrolment, if there is one."""
    valid = (Certificate.State.ISSUED, Certificate.State.SUSPENDED)
    found: Certificate | None = Certificate.objects.filter(enrolment=enrolment_id, state__in=valid).first()
    return found


def held_in(organisation: "Organisation", text: str = "", state: str = "") -> QuerySet[Certificate]:
    """The certificates of the people who serve in the subtree now, the latest first; each word of `text` is looked for
    in the number, the names and the course.
    """
    found = Certificate.objects.filter(organisation__path__startswith=organisation.path)
    for word in text.split():
        found = found.filter(
            Q(serial__icontains=word)
            | Q(learner__name__icontains=word)
            | Q(snapshot__holder__name__icontains=word)
            | Q(snapshot__holder__name_in_hindi__icontains=word)
            | Q(snapshot__course__en__icontains=word)
            | Q(snapshot__course__hi__icontains=word)
        )
    if state in Certificate.State.values:
        found = found.filter(state=state)
    return found.select_related("learner", "organisation").order_by("-issued_at", "-pk")


def certificates_in(organisation: "Organisation") -> QuerySet[Certificate]:
    """The certificates of a subtree, by where their holders served when they earned them."""
    found = Certificate.objects.filter(organisation_at__path__startswith=organisation.path)
    return found.select_related("learner", "course", "organisation_at", "enrolment")


def verification(serial: str) -> Verification | None:
    """What the public may know under this serial (as stored); None when there is none.

    Certificates of every organisation are verifiable by everybody: that is what they are for.
    """
    with everywhere():
        found = Certificate.objects.select_related("superseded_by").filter(serial=serial).first()
    if found is None:
        return None
    signed = verified(found.signed)
    newer = getattr(found, "superseded_by", None)
    return Verification(
        serial=found.serial,
        state=found.state,
        reason=found.state_reason,
        claims=found.snapshot,
        genuine=signed is not None and signed.get("claims") == found.snapshot,
        changed_at=found.state_changed_at,
        superseded_by=newer.serial if newer else "",
    )


def none() -> QuerySet[Certificate]:
    """No certificate at all: what the description of the API is made from."""
    return Certificate.objects.none()  # type: ignore[no-any-return]
