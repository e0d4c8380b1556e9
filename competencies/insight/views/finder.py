"""The finder: people for a position, ranked and explained; the list of who searched; and a person's own choice."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competencies.insight import access, queries, services
from competencies.insight.forms import FinderForm
from igot.accounts.access import acts_for
from igot.accounts.once import once
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.forms import show_refusal
from igot.kernel.pages import paginate

if TYPE_CHECKING:
    from igot.organisations.models import Organisation


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for(*access.FINDERS)
@once
def finder(request: HttpRequest, organisation: "Organisation") -> HttpResponse:
    """Say for what work people are looked for; the search is kept and leads to its result."""
    form = FinderForm(request.POST or None, positions=access.positions_to_search(organisation))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            search = services.find(
                organisation=organisation,
                wishes=form.wishes(),
                purpose=values["purpose"],
                position=values["position"],
                all_of_them=values["all_of_them"],
                actor=request.user,
                at=now(),
            )
            return redirect("finder_result", slug=organisation.slug, public_id=search.public_id)
        except Refused as refusal:
            show_refusal(form, refusal)
    context = {
        "organisation": organisation,
        "form": form,
        "choices_key": queries.choices_mark(),
        "mine": queries.searches(organisation, request.user)[:5],
        "honours_choices": queries.honours_choices(organisation),
    }
    return render(request, "competencies/insight/finder.html", context, status=422 if form.errors else 200)


@require_safe
@acts_for(*access.FINDERS)
def finder_result(request: HttpRequest, organisation: "Organisation", public_id: UUID) -> HttpResponse:
    """The people a search showed, with what each meets and lacks now."""
    search = access.search_to_see(request.user, organisation, public_id)
    wishes = queries.wishes_of(search)
    context = {
        "organisation": organisation,
        "search": search,
        "wishes": wishes,
        "page": paginate(request, queries.matches(search, wishes), 10),
        "honours_choices": queries.honours_choices(organisation),
    }
    return render(request, "competencies/insight/finder_result.html", context)


@require_safe
@acts_for(*access.LOG_READERS)
def finder_log(request: HttpRequest, organisation: "Organisation") -> HttpResponse:
    """Who looked for people, for what, and how many were shown."""
    context = {"organisation": organisation, "page": paginate(request, queries.searches(organisation))}
    return render(request, "competencies/insight/finder_log.html", context)


@require_http_methods(["GET", "POST"])
def being_found(request: HttpRequest) -> HttpResponse:
    """One's own choice whether finders from beyond the ministry see one, and in which searches one was shown."""
    if request.method == "POST":
        chosen = request.POST.get("may_be_found") == "1"
        services.choose(person=request.user, may_be_found=chosen, at=now())
        messages.success(request, _("Your choice is kept."))
        return redirect("being_found")
    context = {
        "may_be_found": queries.may_be_found(request.user),
        "page": paginate(request, queries.shown_of(request.user)),
    }
    return render(request, "competencies/insight/being_found.html", context)
