"""Look for people by what a post asks, and keep who looked; a person's choice not to be found."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competencies.insight import facts, queries
from competencies.insight.models import FinderChoice, FinderResult, FinderSearch
from competencies.insight.queries import Wish
from igot.journal.services import publish
from igot.kernel.errors import Refused

if TYPE_CHECKING:
    from competencies.positions.models import Position
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

MOST_SHOWN = 50
MOST_WISHES = 30
SHORTEST_PURPOSE = 10


@transaction.atomic
def find(
    *,
    organisation: "Organisation",
    wishes: Sequence[Wish],
    purpose: str,
    position: "Position | None" = None,
    all_of_them: bool = False,
    actor: "User",
    at: datetime,
) -> FinderSearch:
    """Look in the organisation's subtree for those who hold most of what is wished for; keep whom the search showed.

    At most fifty people. `position` says which post the wishes were taken from; `all_of_them` leaves out who lacks
    anything. Raises Refused without a purpose or wishes, for a competency named twice or a level outside its scale.
    Publishes PeopleSearched.
    """
    purpose = purpose.strip()
    if len(purpose) < SHORTEST_PURPOSE:
        raise Refused(
            _("Write what the search is for: it is kept, and those who are shown can read it."), field="purpose"
        )
    if not wishes:
        raise Refused(_("Choose a position that asks for something, or at least one competency."), field="position")
    if len(wishes) > MOST_WISHES:
        raise Refused(_("Look for at most %(most)s competencies at once.") % {"most": MOST_WISHES}, field="position")
    _check(wishes)
    search = FinderSearch(
        organisation=organisation,
        searched_by=actor,
        position=position,
        criteria={
            "all_of_them": all_of_them,
            "wishes": [
                {
                    "competency": str(wish.competency.public_id),
                    "level": wish.level,
                    "criticality": wish.criticality,
                }
                for wish in wishes
            ],
        },
        purpose=purpose[:300],
        searched_at=at,
        shown=0,
    )
    people = queries.best_for(organisation, wishes, most=MOST_SHOWN, all_of_them=all_of_them)
    search.shown = len(people)
    search.save()
    FinderResult.objects.bulk_create(
        FinderResult(search=search, person_id=person, place=place) for place, person in enumerate(people, start=1)
    )
    fact = facts.PeopleSearched(search=str(search.public_id), shown=search.shown)
    publish(fact, organisation=organisation, actor=actor, subject=search, at=at)
    return search


def _check(wishes: Sequence[Wish]) -> None:
    seen: set[int] = set()
    heights = queries.heights({wish.competency.scale_id for wish in wishes})
    for wish in wishes:
        name = wish.competency.in_language("name")
        if wish.competency.pk in seen:
            raise Refused(_("%(competency)s is named twice.") % {"competency": name}, field="competencies")
        seen.add(wish.competency.pk)
        highest = heights.get(wish.competency.scale_id, 0)
        if not 1 <= wish.level <= highest:
            message = _("%(competency)s has the levels 1 to %(highest)s.") % {"competency": name, "highest": highest}
            raise Refused(message, field="competencies")


@transaction.atomic
def choose(*, person: "User", may_be_found: bool, at: datetime) -> None:
    """Note whether finders from beyond the person's own ministry or State may see them; a repetition changes nothing.

    Publishes FinderChoiceChanged when the choice changed.
    """
    if may_be_found:
        changed = FinderChoice.objects.filter(person=person).delete()[0] > 0
    else:
        _choice, changed = FinderChoice.objects.get_or_create(person=person, defaults={"since": at})
    if changed:
        fact = facts.FinderChoiceChanged(person=str(person.public_id), may_be_found=may_be_found)
        publish(fact, organisation=person.organisation, actor=person, at=at)
