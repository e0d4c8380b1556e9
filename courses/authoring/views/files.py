"""Hand out uploaded files: after a permission check, with the type that was found in them, whole or in ranges."""

import re
from collections.abc import Iterator
from typing import IO
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.views.decorators.http import require_safe

from courses.authoring import access
from courses.authoring.models import Asset

CHUNK = 64 * 1024
RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
# What a file may load when it is opened as a page of its own: itself. Browsers draw PDFs with a viewer of their own,
# which needs
# an object and its own style; a `sandbox` would keep it from starting.
POLICIES = {
    "pdf": (
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'"
    ),
    "video": "default-src 'none'; media-src 'self'; frame-ancestors 'self'; sandbox",
    "audio": "default-src 'none'; media-src 'self'; frame-ancestors 'self'; sandbox",
    "image": "default-src 'none'; img-src 'self'; frame-ancestors 'self'; sandbox",
    "captions": "default-src 'none'; frame-ancestors 'none'; sandbox",
}


@require_safe
def asset(request: HttpRequest, public_id: UUID) -> HttpResponse | StreamingHttpResponse:
    """A file, for those who may read it: RFC 9110 ranges (one at a time), validators, HEAD."""
    found = access.asset_to_serve(request.user, public_id)  # type: ignore[arg-type]
    etag = f'"{found.sha256}"'
    if etag in [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]:
        return _described(HttpResponseNotModified(), found, etag)
    wanted = _range(request, found.size, etag)
    if wanted is None:
        response = _body(request, found, 0, found.size)
    elif wanted[0] >= wanted[1]:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{found.size}"
    else:
        first, end = wanted
        response = _body(request, found, first, end)
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{end - 1}/{found.size}"
    return _described(response, found, etag)


def _range(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """The half-open range asked for; None for the whole file; an empty one when it cannot be satisfied."""
    asked = RANGE.match(request.headers.get("Range", "").strip())
    if asked is None or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked.groups()
    if not first and not last:
        return None
    if not first:
        return (max(size - int(last), 0), size) if int(last) else (0, 0)
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size


def _body(request: HttpRequest, found: Asset, first: int, end: int) -> HttpResponse | StreamingHttpResponse:
    if request.method == "HEAD":
        response: HttpResponse | StreamingHttpResponse = HttpResponse()
    else:
        response = StreamingHttpResponse(_pieces(found.file.open("rb"), first, end))
    response["Content-Length"] = str(end - first)
    return response


def _pieces(file: IO[bytes], first: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        left = end - first
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece


def _described(response: HttpResponse | StreamingHttpResponse, found: Asset, etag: str) -> HttpResponse:
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in found.file_name)
    response["Content-Type"] = (
        f"{found.content_type}; charset=utf-8" if found.kind == "captions" else found.content_type
    )
    response["Content-Disposition"] = (
        f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(found.file_name, safe='')}"
    )
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Security-Policy"] = POLICIES[found.kind]
    return response  # type: ignore[return-value]
