"""My notices, and how they reach me."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from igot.kernel.clock import now
from igot.kernel.pages import paginate
from igot.notifications import access, queries, services
from igot.notifications.forms import SettingsForm
from igot.notifications.kinds import KINDS


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What I was told, newest first; `?unread=1` leaves out what I have read."""
    unread_only = request.GET.get("unread") == "1"
    page = paginate(request, queries.notices_of(request.user, unread_only=unread_only))
    rows = [
        (notice, KINDS[notice.kind].title_for(notice.values), KINDS[notice.kind].body_for(notice.values))
        for notice in page
    ]
    context = {"page": page, "rows": rows, "unread_only": unread_only, "unread": queries.unread_count(request.user)}
    return render(request, "notifications/notices.html", context)


@require_safe
def notice(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Mark a notice as read and go where it leads."""
    found = access.notice_to_open(request.user, public_id)
    services.mark_read(person=request.user, notices=[found], at=now())
    inside = url_has_allowed_host_and_scheme(found.link, allowed_hosts=None)
    return redirect(found.link if found.link and inside else "notices")


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark all of them as read."""
    services.mark_read(person=request.user, at=now())
    messages.success(request, _("All notices are marked as read."))
    return redirect("notices")


@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request: HttpRequest) -> HttpResponse:
    """Which kind of notice reaches me in igot, and which by e-mail."""
    form = SettingsForm(request.POST or None, choices=queries.choices_of(request.user))
    if request.method == "POST" and form.is_valid():
        services.set_preferences(person=request.user, wishes=form.wishes())
        messages.success(request, _("Your choice is saved."))
        return redirect("notice_settings")
    return render(request, "notifications/settings.html", {"form": form})
