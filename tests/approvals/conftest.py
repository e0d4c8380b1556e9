"""A kind of request with two steps, whose effects are written down."""

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

import pytest

from igot.accounts.models import Role
from igot.approvals import kinds, services
from igot.approvals.kinds import ApprovalKind, StepRule
from igot.approvals.models import Request
from igot.journal.models import Heartbeat
from tests.cast import Cast


class Effects:
    """What the kind's effects were called with; `breaks` makes the last one fail after it has written something."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, ...]] = []
        self.breaks = False

    def on_step(self, request: Request, step: object, actor: object, at: datetime) -> None:
        self.seen.append(("step", step.name))

    def on_approved(self, request: Request, actor: object, at: datetime) -> None:
        Heartbeat.objects.create(name="effect", at=at)
        if self.breaks:
            raise RuntimeError("the effect cannot happen")
        self.seen.append(("approved",))

    def on_returned(self, request: Request, comment: str, actor: object, at: datetime) -> None:
        self.seen.append(("returned", comment))

    def on_withdrawn(self, request: Request, actor: object, at: datetime) -> None:
        self.seen.append(("withdrawn",))


@pytest.fixture
def effects() -> Iterator[Effects]:
    seen = Effects()
    kind = ApprovalKind(
        name="tests.leave",
        steps=[StepRule("review", Role.CONTENT_REVIEWER, "Review"), StepRule("publish", Role.CONTENT_PUBLISHER)],
        label="Leave",
        page=lambda request: f"/o/{request.organisation.slug}/",
        on_step=seen.on_step,
        on_approved=seen.on_approved,
        on_returned=seen.on_returned,
        on_withdrawn=seen.on_withdrawn,
    )
    kinds.register(kind)
    yield seen
    del kinds.KINDS[kind.name]


@pytest.fixture
def request_open(cast: Cast, effects: Effects, now: datetime) -> Request:
    """The creator asks; the content reviewer and then the publisher have to decide."""
    cast.content_reviewer, cast.publisher  # noqa: B018 - made before anybody is told
    return services.open_request(
        kind="tests.leave",
        subject_id=uuid4(),
        organisation=cast.istm,
        title="Ten days in June",
        details={"Days": "10"},
        actor=cast.creator,
        at=now,
    )
