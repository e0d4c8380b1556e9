"""Rate limits that a client can see: every answer carries what is left."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class PerCaller(SimpleRateThrottle):
    """One budget a minute per token's client, per signed-in person, or per address for strangers."""

    scope = "caller"

    def __init__(self) -> None:
        """The rate is known once the caller is."""

    def allow_request(self, request: Request, view: Any) -> bool:
        client = getattr(request.auth, "application_id", None)
        person = request.user.pk if request.user and request.user.is_authenticated else None
        self.scope = "caller" if client or person else "anonymous"
        self.rate = self.get_rate()
        allowance, period = self.parse_rate(self.rate)
        self.num_requests, self.duration = allowance or 0, period or 60
        ident = f"client-{client}" if client else f"person-{person}" if person else self.get_ident(request)
        self.key = f"throttle:{self.scope}:{ident}"
        self.history = self.cache.get(self.key, [])
        self.now = self.timer()
        while self.history and self.history[-1] <= self.now - self.duration:
            self.history.pop()
        allowed = len(self.history) < self.num_requests
        if allowed:
            self.history.insert(0, self.now)
            self.cache.set(self.key, self.history, self.duration)
        left = max(self.num_requests - len(self.history), 0)
        reset = int(self.duration - (self.now - self.history[-1])) if self.history else int(self.duration)
        request._request.rate_limit = (self.num_requests, left, max(reset, 0))  # type: ignore[attr-defined]
        return allowed
