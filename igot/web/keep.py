"""What was typed into a form survives a session that ended meanwhile.

A POST without a session is not thrown away: its fields wait in the new session, the person signs in, and one page shows
them with a button that sends them again. Only the person who was signed in on this browser before sees them.
The same page shows a form that came back to be corrected and was left by changing the language or the colours.
"""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

SESSION_KEY = "kept_form"
SHOWN_KEY = "shown_form"
TO_CORRECT = (409, 422)
COOKIE = "last_person"
TYPED = "typed:"
SECONDS_KEPT = 3600
MOST_CHARACTERS = 200_000
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "secret", "code", "credential", "token")


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The posted fields that may be shown again: no password, no code, no file, and not more than a long essay."""
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in NEVER_KEPT)
        for value in values
    ]
    return pairs if sum(len(name) + len(value) for name, value in pairs) <= MOST_CHARACTERS else []


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form was on one of our own pages."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def form_page(request: HttpRequest) -> str:
    """The path of the page the request was made from, if it is ours; else the start page."""
    referer = request.headers.get("Referer", "")
    if came_from_here(request) and referer:
        parts = urlsplit(referer)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if path != request.get_full_path() or request.method == "POST":
            return path
    return "/"


def keep(request: HttpRequest) -> bool:
    """Lay the posted fields into the session for the person who last signed in here; False when nobody is known."""
    person = request.get_signed_cookie(COOKIE, default="", salt=COOKIE)
    fields = typed(request)
    if not person or not fields or not came_from_here(request):
        return False
    request.session[SESSION_KEY] = {
        "person": person,
        "action": request.get_full_path(),
        "page": form_page(request),
        "fields": fields,
        "at": int(time.time()),
    }
    return True


def note_shown(request: HttpRequest, response: HttpResponseBase) -> None:
    """Remember what a form that came back to be corrected holds, for a person who changes the language before."""
    user = getattr(request, "_cached_user", None)
    if request.method != "POST" or response.status_code not in TO_CORRECT or user is None or not user.is_authenticated:
        return
    fields = typed(request)
    if fields and request.headers.get("HX-Request") != "true":
        request.session[SHOWN_KEY] = {
            "person": str(user.public_id),
            "action": request.get_full_path(),
            "page": form_page(request),
            "fields": fields,
            "at": int(time.time()),
            "why": "language",
        }


def keep_shown(request: HttpRequest, action: str) -> bool:
    """Keep the form that is being corrected at `action`, if the last one was; False when there is none."""
    shown = request.session.get(SHOWN_KEY)
    if not shown or shown["action"] != action:
        return False
    request.session[SESSION_KEY] = request.session.pop(SHOWN_KEY)
    return True


def keep_typed(request: HttpRequest, action: str) -> bool:
    """Keep what came along with a change of language from a form at `action` by somebody who is not signed in: the
    sign-in and registration pages. Only now is there a session: a sign-in that fails makes none.
    """
    fields = [
        (name.removeprefix(TYPED), value)
        for name, values in request.POST.lists()
        if name.startswith(TYPED) and not any(word in name.lower() for word in NEVER_KEPT)
        for value in values
    ]
    if not fields or sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return False
    request.session[SESSION_KEY] = {
        "person": "",
        "action": action,
        "page": action,
        "fields": fields,
        "at": int(time.time()),
        "why": "language",
    }
    return True


def kept(request: HttpRequest) -> dict[str, Any] | None:
    """What waits for exactly this person, if it is not too old."""
    found = request.session.get(SESSION_KEY)
    person = str(getattr(request.user, "public_id", ""))
    if not found or found["person"] != person or time.time() - found["at"] > SECONDS_KEPT:
        request.session.pop(SESSION_KEY, None)
        return None
    return dict(found)


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page asks for a sign-in unless it says otherwise; a form sent without one is kept."""

    get_response: Callable[[HttpRequest], HttpResponseBase]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        note_shown(request, response)
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies
        if signed_in and response.headers.get("Content-Type", "").startswith("text/html"):
            self._remember(request, response)
        return response

    def _remember(self, request: HttpRequest, response: HttpResponseBase) -> None:
        user = getattr(request, "_cached_user", None)  # whoever was asked for anyway: this costs no query
        if user is None or not user.is_authenticated:
            return
        person = str(user.public_id)
        if request.get_signed_cookie(COOKIE, default="", salt=COOKIE) != person:
            response.set_signed_cookie(
                COOKIE, person, salt=COOKIE, max_age=settings.SESSION_COOKIE_AGE, httponly=True,
                samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        back = request.get_full_path()
        if getattr(request, "htmx", False) or request.headers.get("HX-Request") == "true":
            back = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
        if request.method == "POST":
            back = reverse("kept") if keep(request) else form_page(request)
        if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            back = "/"
        target = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
        if request.headers.get("HX-Request") == "true":
            # htmx would put the sign-in page into the fragment: send the whole window there.
            return HttpResponse(status=200, headers={"HX-Redirect": target})
        return redirect(target)
