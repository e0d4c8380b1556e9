"""Ask, decide, take back. The effect of a decision happens in the decision's own transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from igot.accounts.queries import people_with_role
from igot.approvals import facts, queries
from igot.approvals.kinds import KINDS, ApprovalKind
from igot.approvals.models import Request, Step
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Denied, Refused, Text
from igot.kernel.tenancy import subtree
from igot.notifications.services import tell, tell_many

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation


@transaction.atomic
def open_request(
    *,
    kind: str,
    subject_id: UUID,
    organisation: "Organisation",
    title: str,
    titles: Mapping[str, str] | None = None,
    details: Sequence[tuple[Text, Text]] | dict[str, str] | None = None,
    actor: "User",
    at: datetime,
) -> Request:
    """Ask for a decision: its steps are those of the kind, the first is open. `details` are label and value, for the
    page; they are kept in English, and each reader gets them translated. `titles` are the title in further languages.

    Raises Conflict while another request about the same subject is pending. Publishes RequestOpened.
    """
    rules = KINDS[kind].steps
    with override("en"):
        pairs = [[str(label), str(value)] for label, value in dict(details or {}).items()]
    with subtree(organisation):
        try:
            with transaction.atomic():
                request = Request.objects.create(
                    kind=kind,
                    subject_id=subject_id,
                    organisation=organisation,
                    title=title[:300],
                    details={"pairs": pairs, "titles": {code: text for code, text in (titles or {}).items() if text}},
                    requested_by=actor,
                    requested_at=at,
                )
        except IntegrityError as error:
            raise Conflict(_("A request about this is already waiting for a decision.")) from error
    Step.objects.bulk_create(
        Step(
            request=request,
            number=number,
            name=rule.name,
            role=rule.role,
            state=Step.State.OPEN if number == 1 else Step.State.WAITING,
        )
        for number, rule in enumerate(rules, start=1)
    )
    publish(facts.RequestOpened(**_about(request)), organisation=organisation, actor=actor, subject=request, at=at)
    return request


def approve(*, request: Request, comment: str = "", step: int | None = None, actor: "User", at: datetime) -> Request:
    """Say yes to the open step; the last yes closes the request and causes its effect.

    `step` is the number of the step the decider saw. Raises Conflict when it is no longer open, Denied by the four-eyes
    rule.
    Publishes StepApproved or RequestApproved.
    """
    with subtree(request.organisation), transaction.atomic():
        locked, kind, decided = _decide(request, step, Step.State.APPROVED, comment=comment, actor=actor, at=at)
        following = locked.steps.filter(state=Step.State.WAITING).order_by("number").first()
        if following is not None:
            Step.objects.filter(pk=following.pk).update(state=Step.State.OPEN)
            if kind.on_step is not None:
                kind.on_step(locked, decided, actor, at)
            fact = facts.StepApproved(**_about(locked), step=decided.name)
            publish(fact, organisation=locked.organisation, actor=actor, subject=locked, at=at)
            return locked
        _close(locked, Request.State.APPROVED, at)
        if kind.on_approved is not None:
            kind.on_approved(locked, actor, at)
        publish(
            facts.RequestApproved(**_about(locked)),
            organisation=locked.organisation,
            actor=actor,
            subject=locked,
            at=at,
        )
        return locked


def send_back(*, request: Request, comment: str, step: int | None = None, actor: "User", at: datetime) -> Request:
    """Return it to the one who asked; the comment says what to mend. The remaining steps are cancelled.

    Raises Refused without a comment, Conflict when the step is no longer open, Denied by the four-eyes rule.
    Publishes RequestReturned.
    """
    if not comment.strip():
        raise Refused(_("Write what has to be changed, so that it can be mended."), field="comment")
    with subtree(request.organisation), transaction.atomic():
        locked, kind, _decided = _decide(request, step, Step.State.RETURNED, comment=comment, actor=actor, at=at)
        _close(locked, Request.State.RETURNED, at)
        if kind.on_returned is not None:
            kind.on_returned(locked, comment.strip(), actor, at)
        publish(
            facts.RequestReturned(**_about(locked)),
            organisation=locked.organisation,
            actor=actor,
            subject=locked,
            at=at,
        )
        return locked


def withdraw(*, request: Request, actor: "User", at: datetime) -> Request:
    """Take a pending request back. Raises Conflict when it was decided meanwhile. Publishes RequestWithdrawn."""
    with subtree(request.organisation), transaction.atomic():
        locked = _lock(request)
        _close(locked, Request.State.WITHDRAWN, at)
        on_withdrawn = KINDS[locked.kind].on_withdrawn
        if on_withdrawn is not None:
            on_withdrawn(locked, actor, at)
        publish(
            facts.RequestWithdrawn(**_about(locked)),
            organisation=locked.organisation,
            actor=actor,
            subject=locked,
            at=at,
        )
        return locked


@transaction.atomic
def tell_deciders(*, request_id: str, at: datetime) -> int:
    """Tell everyone who may decide the open step that it waits; returns how many. Nothing once it is closed."""
    request = queries.request(request_id)
    step = queries.open_step(request)
    if step is None:
        return 0
    people = people_with_role(step.role, request.organisation, at)
    if queries.needs_four_eyes(request):
        took_part = request.steps.filter(decided_by__isnull=False).values_list("decided_by_id", flat=True)
        people = people.exclude(pk__in=[request.requested_by_id, *took_part])
    ids = list(people.values_list("pk", flat=True))
    tell_many(
        people=ids,
        kind="approvals.waiting",
        key=f"{request.public_id}:{step.number}",
        values={"title": request.titles, "name": request.requested_by.names},
        link=f"/approvals/{request.public_id}/",
        at=at,
    )
    return len(ids)


@transaction.atomic
def tell_requester(*, request_id: str, at: datetime) -> None:
    """Tell the one who asked how it was decided, and with which comment it came back."""
    request = queries.request(request_id)
    if request.state not in (Request.State.APPROVED, Request.State.RETURNED):
        return
    last = request.steps.filter(decided_at__isnull=False).order_by("-number").first()
    tell(
        person=request.requested_by,
        kind=f"approvals.{request.state}",
        key=str(request.public_id),
        values={"title": request.titles, "comment": last.comment if last else ""},
        link=f"/approvals/{request.public_id}/",
        at=at,
    )


def _lock(request: Request) -> Request:
    """The pending request, held against every other decision until the transaction ends."""
    rows = Request.objects.select_for_update(of=("self",)).select_related("organisation", "requested_by")
    locked = rows.get(pk=request.pk)
    if locked.state != Request.State.PENDING:
        raise Conflict(_("This request has already been closed."))
    return locked


def _decide(
    request: Request, number: int | None, state: str, *, comment: str, actor: "User", at: datetime
) -> tuple[Request, ApprovalKind, Step]:
    """Record one decision on the step that was seen open, once."""
    if number is None:
        seen = queries.open_step(request)
        number = seen.number if seen else 0
    locked = _lock(request)
    if queries.needs_four_eyes(locked):
        earlier = locked.steps.filter(decided_by=actor).exists()
        if locked.requested_by_id == actor.pk or earlier:
            raise Denied(
                _(
                    "Whoever asked for it or decided an earlier step cannot decide this one: four eyes "
                    "see more than two."
                )
            )
    rows = Step.objects.filter(request=locked, number=number, state=Step.State.OPEN)
    if not rows.update(state=state, decided_by=actor, decided_at=at, comment=comment.strip()):
        raise Conflict(_("Somebody else has just decided this step. Reload the page and look again."))
    return locked, KINDS[locked.kind], Step.objects.get(request=locked, number=number)


def _close(request: Request, state: str, at: datetime) -> None:
    request.state, request.closed_at = state, at
    request.save(update_fields=["state", "closed_at"])
    request.steps.filter(state__in=[Step.State.OPEN, Step.State.WAITING]).update(state=Step.State.CANCELLED)


def _about(request: Request) -> dict[str, Any]:
    return {"request": str(request.public_id), "request_kind": request.kind, "about": str(request.subject_id)}
