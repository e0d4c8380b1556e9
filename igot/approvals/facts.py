"""What happens to requests."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class RequestOpened(Fact, kind="approvals.RequestOpened"):
    """Somebody asked; the first step is open."""

    request: str
    request_kind: str
    about: str


@dataclass(frozen=True, kw_only=True)
class StepApproved(Fact, kind="approvals.StepApproved"):
    """A step was approved and the next one is open."""

    request: str
    request_kind: str
    about: str
    step: str


@dataclass(frozen=True, kw_only=True)
class RequestApproved(Fact, kind="approvals.RequestApproved"):
    """The last step was approved; the effect has happened."""

    request: str
    request_kind: str
    about: str


@dataclass(frozen=True, kw_only=True)
class RequestReturned(Fact, kind="approvals.RequestReturned"):
    """A decider sent it back with a comment."""

    request: str
    request_kind: str
    about: str


@dataclass(frozen=True, kw_only=True)
class RequestWithdrawn(Fact, kind="approvals.RequestWithdrawn"):
    """The one who asked took it back."""

    request: str
    request_kind: str
    about: str
