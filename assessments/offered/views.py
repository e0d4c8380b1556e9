"""Assessments people sit on their own account, and how a publisher offers them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.attempts.queries import standing
from assessments.offered import queries, services
from assessments.offered.access import OFFERERS, assessment_to_sit
from assessments.offered.forms import OfferForm
from assessments.offered.models import OfferedAssessment
from assessments.papers.access import paper_of
from assessments.papers.queries import published_version, question_count
from igot.accounts.access import acts_for
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate
from igot.organisations.models import Organisation


@require_GET
def assessments(request: HttpRequest) -> HttpResponse:
    """What the person may sit."""
    text = request.GET.get("q", "")
    page = paginate(request, queries.visible_to(request.user, text=text))  # type: ignore[arg-type]
    context = {"q": text, "page": page, "rows": queries.titled(list(page.object_list))}
    return render(request, "assessments/offered/list.html", context)


@require_GET
def assessment(request: HttpRequest, slug: str) -> HttpResponse:
    """What is examined, under which rules, and how the person stands."""
    return _page(request, assessment_to_sit(request.user, slug))  # type: ignore[arg-type]


def _page(request: HttpRequest, found: OfferedAssessment, *, notice: str = "", status: int = 200) -> HttpResponse:
    version = queries.versions_of([found])[found.pk]
    mine = standing(request.user, queries.CONTEXT, str(found.public_id))  # type: ignore[arg-type]
    possible = mine.next_possible_at(version)
    questions = question_count(version)
    context = {
        "offered": found,
        "version": version,
        "questions": questions,
        "minutes": queries.minutes_of(version, questions),
        "mine": mine,
        "left": mine.left(version),
        "possible_at": possible if possible is not None and possible > now() else None,
        "notice": notice,
    }
    return render(request, "assessments/offered/assessment.html", context, status=status)


@require_POST
def assessment_sit(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin, or go on."""
    found = assessment_to_sit(request.user, slug)  # type: ignore[arg-type]
    try:
        attempt = services.sit(assessment=found, learner=request.user, at=now())  # type: ignore[arg-type]
    except Refused as refusal:
        return _page(request, found, notice=str(refusal.message), status=422)
    return redirect("attempt", attempt.public_id)


@acts_for(*OFFERERS)
@require_http_methods(["GET", "POST"])
def paper_offer(request: HttpRequest, organisation: Organisation, public_id: UUID) -> HttpResponse:
    """Offer a paper by itself, change how it is offered, or close it."""
    paper = paper_of(organisation, public_id)
    offered = queries.offered_of(paper)
    if request.method == "POST" and "close" in request.POST and offered is not None:
        services.close_assessment(assessment=offered, actor=request.user, at=now())  # type: ignore[arg-type]
        messages.success(request, _("It is closed: nobody begins it any more."))
        return redirect("paper_offer", organisation.slug, public_id)
    form = OfferForm(request.POST or None, offered=offered, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            services.offer_assessment(paper=paper, actor=request.user, at=now(), **form.arguments())  # type: ignore[arg-type]
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("It is offered: whoever may sit it finds it now."))
            return redirect("paper_offer", organisation.slug, public_id)
    context = {
        "organisation": organisation,
        "paper": paper,
        "version": published_version(paper),
        "offered": offered,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "assessments/offered/paper_offer.html", context, status=status)
