"""What happens to certificates."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(Fact, kind="courses.CertificateIssued"):
    """A certificate exists and can be verified; its PDF is still to be drawn."""

    certificate: str
    person: str
    course: str


@dataclass(frozen=True, kw_only=True)
class CertificateDrawn(Fact, kind="courses.CertificateDrawn"):
    """The PDF is there."""

    certificate: str
    person: str


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(Fact, kind="courses.CertificateRevoked"):
    """The certificate holds no longer; it can still be looked up, and says so."""

    certificate: str
    person: str
    course: str


@dataclass(frozen=True, kw_only=True)
class CertificateSuperseded(Fact, kind="courses.CertificateSuperseded"):
    """A newer certificate stands in its place."""

    certificate: str
    by: str
    person: str
