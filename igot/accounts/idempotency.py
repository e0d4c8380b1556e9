"""`Idempotency-Key` on POST: the first answer is kept for a day and given again to every repetition."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from igot.accounts.models import IdempotentRequest
from igot.kernel.api.problems import problem
from igot.kernel.clock import now

KEPT = timedelta(days=1)
# A request that has not answered by then died with its process: the next one with its key may take its place.
ABANDONED = timedelta(minutes=2)


class IdempotencyMiddleware:
    """Only for calls of the API that carry the header; strangers' calls are not kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        caller = _caller(request)
        if not key or not caller or request.method != "POST" or not request.path.startswith("/api/"):
            return self.get_response(request)
        if request.content_type == "multipart/form-data":
            # An upload is never read into memory for its mark; the same bytes again are the same file anyway.
            return self.get_response(request)
        if len(key) > 255:
            return _problem(422, "invalid_idempotency_key", _("An Idempotency-Key has at most 255 characters."))
        mark = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()
        return self._once(request, caller, key, mark)

    def _once(self, request: HttpRequest, caller: str, key: str, mark: str) -> HttpResponse:
        # Whoever comes by lets go of what is too old, whosever it was.
        IdempotentRequest.objects.filter(created_at__lt=now() - KEPT).delete()
        IdempotentRequest.objects.filter(
            caller=caller, key=key, status__isnull=True, created_at__lt=now() - ABANDONED
        ).delete()
        row, new = IdempotentRequest.objects.get_or_create(caller=caller, key=key, defaults={"fingerprint": mark})
        if not new:
            return _again(row, mark)
        try:
            response = self.get_response(request)
        except BaseException:
            row.delete()
            raise
        # A refusal did nothing, so it is not kept: who was throttled, or has mended what was refused, may ask again.
        if response.status_code >= 400 or response.streaming:
            row.delete()
        else:
            row.status = response.status_code
            row.body = json.dumps(
                {"type": response.headers.get("Content-Type", ""), "text": response.content.decode("utf-8")}
            )
            row.save(update_fields=["status", "body"])
        return response


def _caller(request: HttpRequest) -> str:
    token = request.headers.get("Authorization", "")
    if token:
        return "token-" + hashlib.sha256(token.encode()).hexdigest()
    return f"person-{request.user.pk}" if request.user.is_authenticated else ""


def _again(kept: IdempotentRequest, mark: str) -> HttpResponse:
    if kept.status is None:
        return _problem(
            409, "in_progress", _("The first request with this key is still being answered. Try again shortly.")
        )
    if kept.fingerprint != mark:
        return _problem(422, "idempotency_key_reused", _("This Idempotency-Key was used for a different request."))
    stored = json.loads(kept.body)
    response = HttpResponse(stored["text"], status=kept.status, content_type=stored["type"])
    response["Idempotency-Replayed"] = "true"
    return response


def _problem(status: int, code: str, detail: str) -> JsonResponse:
    body = problem(status=status, code=code, detail=detail, fields={"Idempotency-Key": [detail]})
    return JsonResponse(body, status=status, content_type="application/problem+json")
