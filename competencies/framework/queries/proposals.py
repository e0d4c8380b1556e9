"""Read proposals that items go out of force, and what rests on an item: then and now."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competencies.framework.items import uses_of
from competencies.framework.models import Alias, Proposal, Revision
from competencies.framework.queries.revisions import item, kind_of
from competencies.framework.queries.successors import can_follow
from igot.approvals import queries as approvals
from igot.kernel.errors import NotFound
from igot.kernel.tenancy import everywhere

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.approvals.models import Request
    from igot.organisations.models import Organisation

APPROVAL = "competencies.proposal"
ALIASES = "aliases"
Figures = dict[str, list[int | None]]


@dataclass(frozen=True)
class Moved:
    """What rests on an item: how much, how many people that is, and what becomes of it.

    `before` and `people_before` are what they were when a proposal was made, where there is one.
    """

    name: str
    label: Any
    count: int
    people: int | None
    moves: bool
    recounted: bool
    note: Any
    before: int | None = None
    people_before: int | None = None

    @property
    def has_changed(self) -> bool:
        """Whether it is another number than when the proposal was made."""
        return self.before is not None and (self.before, self.people_before) != (self.count, self.people)


def resting_on(kind: str, item: Any, *, change: str = Proposal.Change.MERGE, other: Any = None) -> list[Moved]:
    """What rests on an item, and what becomes of it when the item is merged into another, or retired in favour of
    `other`, or of none.
    """
    merged = change == Proposal.Change.MERGE
    follows = merged or (other is not None and can_follow(item, other))
    found = [
        Moved(
            name=use.name,
            label=use.label,
            count=use.count(item),
            people=use.people(item) if use.people is not None else None,
            moves=follows and use.repoint is not None,
            recounted=use.recounted,
            note=use.note if follows else "",
        )
        for use in uses_of(kind)
    ]
    if kind == Revision.Kind.COMPETENCY:
        spellings = Alias.objects.filter(competency=item).count()
        note = _("They go along, and the old name becomes another spelling.") if merged else ""
        found.append(Moved(ALIASES, _("Other spellings"), spellings, None, merged, False, note))
    return found


def in_words(row: Moved) -> str:
    """How much, how many people, and what it was when it was proposed, where that was another number."""
    said = str(row.count)
    if row.people is not None:
        said = _("%(count)s, of %(people)s people") % {"count": row.count, "people": row.people}
    if not row.has_changed:
        return said
    before = (
        row.before
        if row.people_before is None
        else _("%(count)s, of %(people)s people") % {"count": row.before, "people": row.people_before}
    )
    return _("%(now)s (when it was proposed: %(before)s)") % {"now": said, "before": before}


def figures_of(resting: list[Moved]) -> Figures:
    """What rests on an item, as it is kept."""
    return {row.name: [row.count, row.people] for row in resting}


def item_of(proposal: Proposal) -> Any:
    """The item it is about, in force or no longer."""
    return item(proposal.kind, proposal.item_id)


def other_of(proposal: Proposal) -> Any:
    """What would take its place, or None."""
    return item(proposal.kind, proposal.other_id) if proposal.other_id is not None else None


def preview(proposal: Proposal) -> list[Moved]:
    """What rests on the item beside what did when it was proposed: as things stand now, or stood when it was done."""
    rows = resting_on(proposal.kind, item_of(proposal), change=proposal.change, other=other_of(proposal))
    found = []
    for row in rows:
        count, people = proposal.outcome.get(row.name, [row.count, row.people])
        before, people_before = proposal.figures.get(row.name, [None, None])
        found.append(replace(row, count=count, people=people, before=before, people_before=people_before))
    return found


def proposal_by_id(public_id: UUID | str) -> Proposal:
    """A proposal for the approvals, wherever it lies. Raises NotFound."""
    with everywhere():
        found = Proposal.objects.select_related("organisation", "author").filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def proposals_of(organisation: "Organisation", *, state: str = "") -> QuerySet[Proposal]:
    """The proposals of a subtree, those last touched first; without a state, the open ones. Needs an open scope."""
    found = Proposal.objects.filter(organisation__path__startswith=organisation.path)
    states = [state] if state in Proposal.State.values else Proposal.OPEN
    if state != "all":
        found = found.filter(state__in=states)
    return found.select_related("organisation", "author").order_by("-changed_at", "-pk")


def open_proposal(kind: str, item_id: UUID | str) -> Proposal | None:
    """The one proposal about an item that waits, whoever made it."""
    with everywhere():
        found = Proposal.objects.filter(kind=kind, item_id=item_id, state__in=Proposal.OPEN)
        return found.select_related("organisation", "author").first()


def pending_request(proposal: Proposal) -> "Request | None":
    """The request by which it is decided, while it is."""
    history = approvals.history(APPROVAL, proposal.public_id)
    found = next((each for each in history if each.state == "pending"), None)
    return approvals.request(found.public_id) if found is not None else None


def waiting_for(organisation: "Organisation", reviewer: "User", at: datetime) -> "list[tuple[Request, Proposal]]":
    """What a reviewer may decide now, with the request to decide it by. Needs an open scope."""
    requests = approvals.waiting_for(reviewer, at).filter(kind=APPROVAL)[:200]
    by_id = {each.subject_id: each for each in requests}
    found = proposals_of(organisation).filter(public_id__in=list(by_id))
    return [(by_id[proposal.public_id], proposal) for proposal in found.order_by("created_at", "pk")]


def names_of(proposals: list[Proposal]) -> dict[UUID, str]:
    """What the items are called that proposals are about, by their ids."""
    names: dict[UUID, str] = {}
    for kind in {each.kind for each in proposals}:
        rules = kind_of(kind)
        ids = {key for each in proposals if each.kind == kind for key in (each.item_id, each.other_id) if key}
        for found in rules.items().filter(public_id__in=ids):
            names[found.public_id] = str(found.in_language(rules.title_field))
    return names
