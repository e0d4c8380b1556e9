"""What surrounds every page: a name for the request, the reader's language, and refusals put into words."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from igot.kernel.errors import NotFound, Refusal
from igot.web import errors

Next = Callable[[HttpRequest], HttpResponseBase]
CONTROL = re.compile(r"%0[0ad]", re.IGNORECASE)
CORRELATION = re.compile(r"[A-Za-z0-9._-]{8,64}")


class CorrelationMiddleware:
    """Gives the request an id that its log lines and its answer carry; shows API callers what their budget is."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        offered = request.headers.get("X-Correlation-ID", "")
        correlation = offered if CORRELATION.fullmatch(offered) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(correlation_id=correlation)
        response = self.get_response(request)
        response.headers["X-Correlation-ID"] = correlation
        budget = getattr(request, "rate_limit", None)
        if budget:
            limit, left, reset = budget
            for name, value in (("Limit", limit), ("Remaining", left), ("Reset", reset)):
                response.headers[f"RateLimit-{name}"] = str(value)
        return response


class LanguageMiddleware:
    """Cookie, else the language in the person's profile, else what the browser asks for."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Ends in the cookie's language, or the browser's: Django knows that order already.
        translation.activate(translation.get_language_from_request(request))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Only here is the person known: authentication comes after this middleware."""
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        if request.user.is_authenticated and request.user.language in dict(settings.LANGUAGES):
            translation.activate(request.user.language)


class RefusalMiddleware:
    """Refusals and a database that is away, raised in a view, become an answer in plain words.

    An address with a NUL character, or with a line break in its query, leads nowhere: none of our links has one, and no
    database keeps a NUL.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info or CONTROL.search(request.META.get("QUERY_STRING", "")):
            return errors.refusal(request, NotFound())
        response = self.get_response(request)
        if response.status_code == 405 and not getattr(response, "content", b"x"):
            return errors.wrong_way(request, allowed=response.headers.get("Allow", ""))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        if isinstance(error, Refusal):
            return errors.refusal(request, error)
        if isinstance(error, OperationalError | InterfaceError):
            return errors.unavailable(request, error)
        return None
