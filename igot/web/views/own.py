"""One's own sign-in and security, and the form that was kept."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from igot.web import keep
from igot.web.labels import labelled


def security(request: HttpRequest) -> HttpResponse:
    """Everything about signing in, in one place."""
    return render(request, "web/security.html")


@login_not_required
def kept(request: HttpRequest) -> HttpResponse:
    """The form that was sent while signed out, or left by a change of language: shown again, with a button that sends
    it.
    """
    found = keep.kept(request)
    if found is None:
        return redirect("home" if request.user.is_authenticated else settings.LOGIN_URL)
    del request.session[keep.SESSION_KEY]
    context = {
        "fields": labelled(found["fields"], found["action"]),
        "action": found["action"],
        "back": found["page"],
        "why": found.get("why", "session"),
    }
    return render(request, "errors/send_again.html", context)
