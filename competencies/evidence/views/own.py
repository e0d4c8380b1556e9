"""My passbook, what my work asks, and what I say of myself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competencies.evidence import queries, services
from competencies.evidence.access import evidence_to_dispute
from competencies.evidence.forms import DisputeForm, SelfAssessmentForm
from competencies.evidence.queries import Gap, Work
from competencies.framework import queries as framework
from igot.accounts.once import once
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, Refused
from igot.kernel.forms import sent, show_refusal
from igot.kernel.tenancy import subtree

FEWEST_LEVELS = 3


@require_safe
def passbook(request: HttpRequest) -> HttpResponse:
    """What I hold, at which level, on what evidence, since when and until when."""
    user: Any = request.user
    return render(request, "competencies/evidence/passbook.html", {"holdings": queries.passbook(user)})


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """What my postings ask, the gap as a picture and as a list, and what closes each."""
    user: Any = request.user
    found = queries.work_of(user)
    gaps = queries.with_offers(user, queries.gaps(user, found))
    context = {
        "work": [(one, chart(one), f"gap-chart-{number}") for number, one in enumerate(found, start=1)],
        "gaps": [gap for gap in gaps if gap.missing],
        "asked": gaps,
    }
    return render(request, "competencies/evidence/work.html", context)


def chart(work: Work) -> dict[str, Any]:
    """Held beside asked, per competency; the table beneath says the same."""
    gaps: list[Gap] = work.gaps
    names = [str(gap.asked.competency) for gap in gaps]
    held, asked = [gap.held for gap in gaps], [gap.asked.level for gap in gaps]
    return {
        "heading": _("Competency"),
        "labels": names,
        "series": [{"name": _("Level held"), "values": held}, {"name": _("Level asked"), "values": asked}],
        "unit": "",
        "step": 1,
        "maximum": max([FEWEST_LEVELS, *held, *asked]),
    }


@require_safe
def self_assessments(request: HttpRequest) -> HttpResponse:
    """What my work asks beside what I say of myself; and what else I have assessed."""
    user: Any = request.user
    said = queries.self_assessments(user)
    gaps = queries.gaps(user)
    asked = {gap.asked.competency.pk for gap in gaps}
    context = {
        "rows": [(gap.asked.competency, gap, said.get(gap.asked.competency.pk)) for gap in gaps],
        "others": [one for key, one in said.items() if key not in asked],
    }
    return render(request, "competencies/evidence/self_assessments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def self_assessment(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say at which level I work, against the descriptors."""
    user: Any = request.user
    competency = framework.competency(public_id)
    last = queries.self_assessments(user).get(competency.pk)
    initial = {"level": last.level, "note": last.note} if last is not None else {}
    form, status = SelfAssessmentForm(sent(request), competency=competency, initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.assess_oneself(learner=user, competency=competency, **form.cleaned_data, at=now())
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("Your self-assessment is entered."))
                return redirect("self_assessments")
    context = {"competency": competency, "form": form, "last": last}
    return render(request, "competencies/evidence/self_assessment.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def evidence_dispute(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Object to a piece of evidence, one's own or that of somebody whose levels one attests."""
    user: Any = request.user
    evidence = evidence_to_dispute(user, public_id)
    form, status = DisputeForm(sent(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with subtree(evidence.organisation):
                    services.dispute(evidence=evidence, **form.cleaned_data, actor=user, at=now())
            except (Refused, Conflict) as refusal:
                form.add_error("reason", str(refusal.message))
            else:
                messages.success(request, _("Your objection is entered. An assessor decides on it."))
                if evidence.learner_id == user.pk:
                    return redirect("passbook")
                return redirect(
                    "person_passbook", slug=evidence.organisation.slug, public_id=evidence.learner.public_id
                )
    context = {"evidence": evidence, "form": form, "own": evidence.learner_id == user.pk}
    return render(request, "competencies/evidence/dispute_new.html", context, status=status)
