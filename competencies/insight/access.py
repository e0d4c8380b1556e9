"""Doors: who sees what many people lack, who sees names behind it, who may look for people.

Numbers: leaders, administrators, plan managers and auditors of the subtree. Names: administrators and plan managers,
who act for those people; a leader or auditor sees numbers only. The finder: holders of the role FINDER, for the subtree
of their grant. The demand board: whoever provides or commissions content anywhere.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from competencies.framework.access import competency_to_see
from competencies.framework.models import Competency
from competencies.insight import queries
from competencies.insight.models import FinderSearch
from competencies.positions.models import Position
from igot.accounts.access import Role, current_grants, may
from igot.kernel.errors import Denied, NotFound
from igot.organisations.access import is_within
from igot.organisations.queries import ancestors_and_self, by_slug, subtree_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from igot.accounts.models import User
    from igot.organisations.models import Organisation

PLANNERS = (Role.PLAN_MANAGER,)
READERS = (Role.ORGANISATION_LEADER, Role.ORGANISATION_ADMIN, Role.PLAN_MANAGER, Role.AUDITOR)
NAME_READERS = (Role.ORGANISATION_ADMIN, Role.PLAN_MANAGER)
FINDERS = (Role.FINDER,)
LOG_READERS = (Role.AUDITOR, Role.ORGANISATION_ADMIN)
DEMAND_READERS = (
    Role.PROVIDER_ADMIN,
    Role.CONTENT_CREATOR,
    Role.CONTENT_REVIEWER,
    Role.CONTENT_PUBLISHER,
    Role.CBC_REVIEWER,
    *READERS,
)


def can_plan(user: "User", organisation: "Organisation") -> bool:
    """Whether the person drafts the organisation's capacity building plans, and is led there from a gap."""
    return may(user, PLANNERS, organisation)


def top_for(user: "User", organisation: "Organisation") -> "Organisation":
    """The highest organisation whose numbers the person can open and within which this one lies: what is kept back in
    its map must not be had from a map below.
    """
    reaching = [
        grant.organisation
        for grant in current_grants(user)
        if grant.role in READERS and is_within(organisation, grant.organisation)
    ]
    return min(reaching, key=lambda each: len(each.path), default=organisation)


def part_to_see(organisation: "Organisation", slug: str) -> "Organisation":
    """The organisation named in the query, within the one the page stands under; that one itself where none is named.

    Raises NotFound for anything beyond.
    """
    if not slug or slug == organisation.slug:
        return organisation
    found = by_slug(slug)
    if not is_within(found, organisation):
        raise NotFound()
    return found


def day_to_see(text: str, days: Sequence[date]) -> date | None:
    """The counted day that is asked for, or the newest before it; the newest of all for what is no date or lies before
    the first. `days` are the counted ones, newest first; None where there are none.
    """
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = date.max
    return next((day for day in days if day <= asked), days[0] if days else None)


def can_see_names(user: "User", organisation: "Organisation") -> bool:
    """Whether the person may see who stands behind a number."""
    return may(user, NAME_READERS, organisation)


def competency_with_names(user: "User", organisation: "Organisation", public_id: UUID) -> Competency:
    """A competency whose people may be listed to the person. Raises NotFound, Denied."""
    found = competency_to_see(user, public_id)
    if not can_see_names(user, organisation):
        raise Denied()
    return found


def positions_to_search(organisation: "Organisation") -> "QuerySet[Position]":
    """The positions whose requirements a finder may take: of the subtree, and of those above, which are inherited."""
    own, above = subtree_of(organisation), ancestors_and_self(organisation)
    return queries.positions_of(own) | queries.positions_of(above)


def search_to_see(user: "User", organisation: "Organisation", public_id: UUID) -> FinderSearch:
    """The result of a search: for the person who made it, while they may search. Raises NotFound."""
    found = queries.search(organisation, public_id)
    if found.searched_by_id != user.pk:
        raise NotFound()
    return found


def sees_demand(user: "User") -> bool:
    """Whether the person provides or commissions content anywhere."""
    return any(grant.role in DEMAND_READERS for grant in current_grants(user))


def demand_to_see(user: "User") -> None:
    """The demand board, which has no organisation. Raises NotFound for everybody else."""
    if not sees_demand(user):
        raise NotFound()
