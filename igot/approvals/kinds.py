"""What can be asked for: the apps above register their kinds of requests, with steps and effects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from igot.accounts.access import Role
from igot.notifications import kinds as notices
from igot.notifications.kinds import NoticeKind

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.approvals.models import Request, Step

Text = str | Promise


@dataclass(frozen=True)
class StepRule:
    """One decision in the order: its stable name, the role that decides, what it is called on the page."""

    name: str
    role: str
    label: Text = ""

    @property
    def title(self) -> Text:
        """The step's own label, or who decides it."""
        return self.label or Role(self.role).label


@dataclass(frozen=True)
class ApprovalKind:
    """A kind of request. Effects run inside the transaction of the decision; one that raises leaves everything as it
    was.

    `on_step` follows every approved step but the last, `on_approved` the last one; `page` is where the subject is
    looked at, `own_page` where its asker does if that is another, `figures` are label and value of what is to be known
    before deciding, as things stand when it is read.
    """

    name: str
    steps: Sequence[StepRule]
    label: Text
    # Some decisions need different people whatever an organisation chose for itself.
    always_four_eyes: bool = False
    page: Callable[["Request"], str] | None = None
    own_page: Callable[["Request"], str] | None = None
    figures: Callable[["Request"], Sequence[tuple[Text, Text]]] | None = None
    on_step: Callable[["Request", "Step", "User", datetime], None] | None = None
    on_approved: Callable[["Request", "User", datetime], None] | None = None
    on_returned: Callable[["Request", str, "User", datetime], None] | None = None
    on_withdrawn: Callable[["Request", "User", datetime], None] | None = None

    def rule(self, name: str) -> StepRule | None:
        """The rule of a step, while the kind still has it."""
        return next((rule for rule in self.steps if rule.name == name), None)


KINDS: dict[str, ApprovalKind] = {}


def register(kind: ApprovalKind) -> ApprovalKind:
    """Make a kind known; two of one name are a mistake."""
    if kind.name in KINDS:
        raise ValueError(f"two kinds of approval are called {kind.name}")
    if not kind.steps:
        raise ValueError(f"{kind.name} has no step, so nobody would decide it")
    KINDS[kind.name] = kind
    return kind


notices.register(
    NoticeKind(
        name="approvals.waiting",
        cls="transactional",
        label=_("A request waits for my decision"),
        title=_("A request waits for your decision: %(title)s"),
        body=_("%(name)s asks for a decision on “%(title)s”."),
    )
)
notices.register(
    NoticeKind(
        name="approvals.approved",
        cls="transactional",
        label=_("A request of mine was approved"),
        title=_("Approved: %(title)s"),
        body=_("Your request “%(title)s” was approved."),
    )
)
notices.register(
    NoticeKind(
        name="approvals.returned",
        cls="transactional",
        label=_("A request of mine was returned"),
        title=_("Returned to you: %(title)s"),
        body=_("Your request “%(title)s” was returned with this comment: %(comment)s"),
    )
)
