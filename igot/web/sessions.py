"""When a session was last used, for the list of one's own sessions: noted every few minutes, not on every request."""

from typing import Any

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponseBase

SECONDS_BETWEEN_NOTES = 300


class SessionNoteMiddleware(UserSessionsMiddleware):
    """allauth's note of the last use costs three queries; to the minute is more than its reader needs."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = f"session-noted:{getattr(request.session, 'session_key', None) or ''}"
        # This process remembers that it asked: the shared cache is asked once in these minutes, not each time.
        asks = not key.endswith(":") and caches["process"].add(key, 1, SECONDS_BETWEEN_NOTES)
        if asks and cache.add(key, 1, SECONDS_BETWEEN_NOTES):
            answer: Any = super().__call__(request)
            return answer  # type: ignore[no-any-return]
        return self.get_response(request)  # type: ignore[no-any-return]
