"""Passbooks of others, for those who attest in them or may read them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competencies.evidence import access, queries, services
from competencies.evidence.forms import CompetencyForm, RatingForm
from competencies.evidence.views.own import chart
from competencies.framework import queries as framework
from igot.accounts.access import acts_for
from igot.accounts.queries import search_people, team_of
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.forms import sent, show_refusal
from igot.kernel.pages import paginate
from igot.kernel.tenancy import subtree
from igot.organisations.models import Organisation


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """The people whose work I supervise."""
    user: Any = request.user
    return render(request, "competencies/evidence/team.html", {"page": paginate(request, team_of(user))})


@acts_for(*access.ASSESSORS)
@require_safe
def passbooks(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Find a person of the subtree whose levels are to be attested."""
    text = request.GET.get("q", "").strip()[:100]
    found = search_people(organisation, text).filter(is_active=True)
    context = {"organisation": organisation, "page": paginate(request, found), "text": text}
    return render(request, "competencies/evidence/passbooks.html", context)


@require_safe
def person_passbook(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """What a person holds and what their work asks; where one may attest, with the way to it."""
    user: Any = request.user
    person = access.passbook_to_see(user, slug, public_id)
    may_rate = access.can_rate(user, person)
    choice = CompetencyForm(request.GET if "competency" in request.GET else None) if may_rate else None
    if choice is not None and choice.is_valid():
        return redirect("attest", slug=slug, public_id=public_id, competency_id=choice.cleaned_data["competency"])
    with subtree(person.organisation):
        work = queries.work_of(person)
        context = {
            "person": person,
            "slug": slug,
            "holdings": queries.passbook(person),
            "work": [(one, chart(one), f"gap-chart-{number}") for number, one in enumerate(work, start=1)],
            "ratings": list(queries.ratings_of(person)[:50]),
            "may_rate": may_rate,
            "form": choice,
            "supervises": person.supervisor_id == user.pk,
        }
        return render(request, "competencies/evidence/person_passbook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def attest(request: HttpRequest, slug: str, public_id: UUID, competency_id: UUID) -> HttpResponse:
    """Attest at which level a person works, with the reason; every earlier rating is shown."""
    user: Any = request.user
    person = access.passbook_to_rate(user, slug, public_id)
    competency = framework.competency(competency_id)
    form, status = RatingForm(sent(request), competency=competency), 200
    with subtree(person.organisation):
        if request.method == "POST":
            status = 422
            if form.is_valid():
                try:
                    services.attest(
                        learner=person,
                        competency=competency,
                        **form.cleaned_data,
                        relation=access.relation_to(user, person) or "",
                        actor=user,
                        at=now(),
                    )
                except Refused as refusal:
                    show_refusal(form, refusal)
                else:
                    messages.success(request, _("The level is attested. The person is told."))
                    return redirect("person_passbook", slug=slug, public_id=public_id)
        context = {
            "person": person,
            "slug": slug,
            "competency": competency,
            "form": form,
            "holding": queries.holding(person, competency),
            "ratings": list(queries.ratings_of(person).filter(competency=competency)),
            "said": queries.self_assessments(person).get(competency.pk),
        }
        return render(request, "competencies/evidence/attest.html", context, status=status)
