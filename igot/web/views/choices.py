"""Language, colours and the size of the text: kept in cookies, changed without losing the page."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from igot.accounts.services import set_language
from igot.web.context import TEXT_COOKIE, TEXT_SIZES, THEME_COOKIE, THEMES
from igot.web.keep import keep_shown, keep_typed

A_YEAR = 365 * 24 * 3600


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    # A path only: what is no address would be taken for the name of a page.
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # A form that came back to be corrected is the answer to a POST: its address alone would bring back an empty one.
    if safe and "answer" in request.POST:
        keeps = keep_shown if request.user.is_authenticated else keep_typed
        if keeps(request, target):
            return redirect("kept")
    return redirect(target if safe else "home")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language and come back to the same page with the same query. It is the person's from then on: mails,
    and what workers write for them, follow.
    """
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, chosen)
        if request.user.is_authenticated:
            set_language(user=request.user, language=chosen)
    return response


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Switch the colours and come back."""
    response = _back(request)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        _remember(response, THEME_COOKIE, chosen)
    return response


@login_not_required
@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Make the text larger or smaller and come back."""
    response = _back(request)
    chosen = request.POST.get("size", "")
    if chosen in TEXT_SIZES:
        _remember(response, TEXT_COOKIE, chosen)
    return response
