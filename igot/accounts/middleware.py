"""Open the part of the tree a signed-in learner's own pages work in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from igot.kernel.tenancy import subtree


class TenancyMiddleware:
    """A learner's pages see the subtree of the organisation the person serves; administrators' doors open their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with subtree(request.user.organisation):
            return self.get_response(request)
