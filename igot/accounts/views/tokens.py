"""Where clients ask for tokens: guessing a secret is slow, and keeps nobody else waiting."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from oauth2_provider.views import TokenView
from rest_framework.throttling import SimpleRateThrottle

from igot.kernel.api.problems import problem


class TokenThrottle(SimpleRateThrottle):
    """By address: a client asks once an hour, and each question costs a slow comparison."""

    rate = "30/min"

    def get_cache_key(self, request: Any, view: Any) -> str:
        """One budget for each address."""
        return f"throttle:token:{self.get_ident(request)}"


class LimitedTokenView(TokenView):
    """The library's view, behind a budget."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        throttle = TokenThrottle()
        if not throttle.allow_request(request, self):  # type: ignore[arg-type]
            detail = _(
                "Too many requests for a token from this address. Keep a token until it expires; try again later."
            )
            body = json.dumps(problem(status=429, code="throttled", detail=detail))
            answer = HttpResponse(body, status=429, content_type="application/problem+json")
            answer.headers["Retry-After"] = str(int(throttle.wait() or 60))
            return answer
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response
