"""Headers every answer carries, and the wall around the second origin."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

Next = Callable[[HttpRequest], HttpResponseBase]
SWITCHED_OFF = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer",
    "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in SWITCHED_OFF)


class HeadersMiddleware:
    """Tells the browser which devices no page of ours ever asks for, and keeps others from keeping what is personal:
    what does not say otherwise is asked for anew each time.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class ContentOriginMiddleware:
    """On the second origin, where providers' own HTML may run, no page of the application exists."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        application, content = (urlsplit(origin).netloc for origin in (settings.SITE_ORIGIN, settings.CONTENT_ORIGIN))
        self.closed_host = content if content != application else None

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self.closed_host is not None and request.get_host() == self.closed_host:
            return HttpResponse("Not found.", status=404, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
