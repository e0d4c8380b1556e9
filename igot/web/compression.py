"""Pages leave compressed: on a slow line they come in a quarter of the time."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressionMiddleware(GZipMiddleware):
    """Compresses pages, and nothing else: files have been compressed before or gain nothing, and parts of a video are
    asked for by their bytes. Each form's token is masked anew for every answer, and Django adds bytes of random length,
    so that the length of an answer tells nothing of what is in it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """As Django's own, for HTML that is not streamed."""
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
