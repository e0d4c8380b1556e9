"""When a session was last used, for the list of one's own sessions: noted every few minutes, not on every request."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.usersessions.middleware import UserSessionsMiddleware
from allauth.usersessions.models import UserSession
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponseBase

from igot.kernel.clock import now

SECONDS_BETWEEN_NOTES = 300
LONGEST_BROWSER = UserSession._meta.get_field("user_agent").max_length


class SessionNoteMiddleware(UserSessionsMiddleware):
    """allauth's note of the last use costs three queries; to the minute is more than its reader needs."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = f"session-noted:{getattr(request.session, 'session_key', None) or ''}"
        # This process remembers that it asked: the shared cache is asked once in these minutes, not each time.
        asks = not key.endswith(":") and caches["process"].add(key, 1, SECONDS_BETWEEN_NOTES)
        if asks and cache.add(key, 1, SECONDS_BETWEEN_NOTES) and not _noted(request):
            answer: Any = super().__call__(request)
            return answer  # type: ignore[no-any-return]
        return self.get_response(request)  # type: ignore[no-any-return]


def _noted(request: HttpRequest) -> bool:
    """Note the use of a known session by the same browser from the same address: the usual case, in one statement.
    What is new or has changed is left to allauth, which tells of it.
    """
    if not request.user.is_authenticated:
        return False
    known = UserSession.objects.filter(
        session_key=request.session.session_key,
        user=request.user.pk,
        ip=get_adapter().get_client_ip(request),
        user_agent=request.headers.get("User-Agent", "")[:LONGEST_BROWSER],
    )
    return known.update(last_seen_at=now()) == 1
