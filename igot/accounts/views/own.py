"""One's own pages: profile, and what one may act for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from igot.accounts import queries, services
from igot.accounts.access import grants_for_switcher
from igot.accounts.forms import ProfileForm
from igot.kernel.clock import now
from igot.kernel.errors import Refused
from igot.kernel.forms import show_refusal


def profile(request: HttpRequest) -> HttpResponse:
    """What igot knows of the reader, what they may change, and where they serve."""
    user = request.user
    own = {name: getattr(user, name) for name in ("name", "name_in_hindi", "mobile", "language")}
    form = ProfileForm(request.POST or None, initial=own)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.change_profile(user=user, changes=form.cleaned_data, actor=user, at=now())
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("Your profile is saved."))
                return redirect("profile")
    context = {"form": form, "postings": queries.postings_of(user), "grants": grants_for_switcher(user)}
    return render(request, "accounts/profile.html", context, status=status)


def acting(request: HttpRequest) -> HttpResponse:
    """What the reader may act for; each leads to that organisation's administration."""
    by_place: dict[str, dict] = {}
    for grant in grants_for_switcher(request.user):
        place = by_place.setdefault(grant.organisation.path, {"organisation": grant.organisation, "grants": []})
        place["grants"].append(grant)
    return render(request, "accounts/acting.html", {"places": list(by_place.values())})
