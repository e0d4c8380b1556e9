"""Scales for everybody; making them, and the crosswalk, for those who FRAC."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competencies.framework.access import AUTHORS, BOARD, REVIEWERS, can_govern
from competencies.framework.crosswalk import queries, services
from competencies.framework.crosswalk.forms import AnswersForm, LinkForm, ScaleForm
from igot.accounts.access import acts_for
from igot.accounts.once import once
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
writers = acts_for(*AUTHORS, *REVIEWERS)
board = acts_for(*BOARD)


@require_safe
def scales(request: HttpRequest) -> HttpResponse:
    """Every scale with its levels, and what they answer to."""
    return render(request, "competencies/framework/crosswalk/scales.html", {"scales": queries.scales()})


@once
@get_or_post
@board
def scale_new(request: HttpRequest, organisation: "Organisation") -> HttpResponse:
    """Make a scale."""
    form, status = ScaleForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            names = {name: form.cleaned_data[name] for name in ("code", "name", "name_hi")}
            try:
                services.add_scale(
                    **names, levels=form.levels(), organisation=organisation, actor=request.user, at=now()
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("The scale is there. Competencies can be written on it."))
                return redirect("scales")
    context = {"organisation": organisation, "form": form}
    return render(request, "competencies/framework/crosswalk/scale_new.html", context, status=status)


@once
@get_or_post
@board
def scale_answers(request: HttpRequest, organisation: "Organisation", code: str, other: str) -> HttpResponse:
    """Which level of another scale each level answers to."""
    first, second = queries.scale(code), queries.scale(other)
    form, status = AnswersForm(request.POST or None, scale=first, other=second), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                moved = services.set_answers(
                    scale=first,
                    other=second,
                    answers=form.answers(),
                    organisation=organisation,
                    actor=request.user,
                    at=now(),
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("The crosswalk of the two scales is kept."))
                if moved:
                    text = ngettext(
                        "%(count)s requirement of a replaced competency follows to what took its place.",
                        "%(count)s requirements of replaced competencies follow to what took their place.",
                        moved,
                    )
                    messages.info(request, text % {"count": moved})
                return redirect("scales")
    context = {"organisation": organisation, "form": form, "scale": first, "other": second}
    return render(request, "competencies/framework/crosswalk/answers.html", context, status=status)


@once
@get_or_post
@writers
def crosswalk(request: HttpRequest, organisation: "Organisation") -> HttpResponse:
    """Which competencies answer to each other; add a link."""
    form, status = LinkForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.link_competencies(**form.cleaned_data, organisation=organisation, actor=request.user, at=now())
            except Conflict as refusal:
                form.add_error(None, str(refusal.message))
                status = 409
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("The two competencies are linked."))
                return redirect("crosswalk", slug=organisation.slug)
    text = request.GET.get("q", "").strip()[:100]
    page = paginate(request, queries.links(text))
    context = {
        "organisation": organisation,
        "form": form,
        "page": page,
        "q": text,
        "scales": queries.scales(),
        "governs": can_govern(request.user, organisation),
    }
    return render(request, "competencies/framework/crosswalk/crosswalk.html", context, status=status)


@once
@require_POST
@writers
def crosswalk_remove(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """Remove a link."""
    try:
        services.unlink(link=queries.link(public_id), organisation=organisation, actor=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The link is removed."))
    return redirect("crosswalk", slug=organisation.slug)
