"""From a gap to a line of a plan: the competency, the level and who lacks it come along."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from capacity_plans.plans import access, queries
from capacity_plans.plans.services.editing import EDITABLE
from competencies.evidence.offers import Offer, offers_in
from competencies.framework import queries as framework
from competencies.insight import queries as insight
from competencies.insight.access import part_to_see
from igot.accounts.access import acts_for
from igot.kernel.errors import Denied, NotFound
from igot.kernel.numbers import whole
from igot.organisations.queries import designations_for

if TYPE_CHECKING:
    from competencies.framework.models import Competency
    from igot.organisations.models import Organisation

opened = acts_for(*access.READERS)


@dataclass(frozen=True)
class Wish:
    """What a line of a plan is to do: bring who lacks a competency in a part to a level (0: whichever is asked)."""

    competency: "Competency"
    level: int
    part: "Organisation"

    def query(self, **more: str) -> str:
        """The wish as it stands in addresses."""
        values = {"competency": str(self.competency.public_id), "level": self.level, "in": self.part.slug, **more}
        return urlencode({name: value for name, value in values.items() if value})

    def offers(self, organisation: "Organisation") -> dict[str, Offer]:
        """What the courses that build it reach, by their public ids, those that reach furthest first."""
        found = offers_in(organisation, {self.competency.pk: (0, self.level or 1)})
        return {offer.reference: offer for offer in found.get(self.competency.pk, []) if offer.reference}

    def reason(self, language: str) -> str:
        """Why the course is asked for, in a language."""
        with override(language):
            names = {
                "competency": self.competency.in_language("name", language),
                "level": self.level,
                "organisation": self.part.in_language("name", language),
            }
            if self.level:
                text = gettext("%(competency)s is asked for up to level %(level)s in %(organisation)s.")
            else:
                text = gettext("%(competency)s is asked for in %(organisation)s.")
            return str(text % names)[:300]

    def initial(self, organisation: "Organisation") -> dict[str, Any]:
        """How the form of the line begins: who lacks it, and why the course is asked for."""
        values: dict[str, Any] = {"reason": self.reason("en"), "reason_hi": self.reason("hi")}
        limits: dict[str, list[str]] = {}
        if self.part != organisation:
            limits["organisations"] = [str(self.part.public_id)]
        titles = insight.designations_lacking(self.part, self.competency) or set()
        known = designations_for(organisation).filter(public_id__in=titles).values_list("public_id", flat=True)
        if titles and len(known) == len(titles):
            limits["designations"] = [str(key) for key in known]
        return {**values, **limits, "audience": "some"} if limits else {**values, "audience": "everyone"}


def wish_of(request: HttpRequest, organisation: "Organisation") -> Wish | None:
    """The wish in an address; None where it names no competency."""
    try:
        asked = framework.competency(UUID(request.GET.get("competency", "")))
        part = part_to_see(organisation, request.GET.get("in", ""))
    except (ValueError, NotFound):
        return None
    return Wish(*framework.counted_as(asked, min(whole(request.GET.get("level", "")), 9)), part)


@require_safe
@opened
def plan_for(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Which plan the line goes into: straight on where only one can be changed."""
    if not access.can_write(request.user, organisation):
        raise Denied()
    asked = framework.competency(public_id)
    part = part_to_see(organisation, request.GET.get("in", ""))
    wish = Wish(*framework.counted_as(asked, min(whole(request.GET.get("level", "")), 9)), part)
    query = wish.query(course=request.GET.get("course", "")[:40])
    found = [each for each in queries.plans_of(organisation)[:50] if _can_change(each)]
    rows = [(each, f"{reverse('plan_item_new', args=[organisation.slug, each.public_id])}?{query}") for each in found]
    if len(rows) == 1:
        return redirect(rows[0][1])
    context = {"organisation": organisation, "wish": wish, "rows": rows, "query": query}
    return render(request, "capacity_plans/plans/for.html", context)


def _can_change(plan: Any) -> bool:
    """Whether one of its versions, which came with it, is being drafted."""
    return any(version.state in EDITABLE for version in plan.all_versions)
