"""Errors of the API: RFC 9457 `application/problem+json`, with stable codes."""

from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import set_rollback

from igot.kernel.errors import Denied, NotFound, Refusal, Refused


class ProblemRenderer(JSONRenderer):
    """JSON under the name that RFC 9457 gives to problems."""

    media_type = "application/problem+json"


def problem(*, status: int, code: str, detail: str, fields: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """The body of a problem: `type` is stable, `errors` names each field with its messages."""
    body: dict[str, Any] = {
        "type": f"urn:igot:problem:{code}",
        "title": code,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if fields:
        body["errors"] = [{"field": name, "messages": messages} for name, messages in fields.items()]
    correlation = structlog.contextvars.get_contextvars().get("correlation_id")
    if correlation:
        body["correlation_id"] = correlation
    return body


def _as_refusal(error: Exception) -> Exception:
    if isinstance(error, Http404):
        return NotFound()
    if isinstance(error, PermissionDenied | exceptions.PermissionDenied):
        return Denied()
    if isinstance(error, exceptions.ValidationError):
        return Refused(fields=_flatten(error.detail))
    return error


def _flatten(detail: Any, prefix: str = "") -> dict[str, list[Any]]:
    if isinstance(detail, dict):
        found: dict[str, list[Any]] = {}
        for name, inner in detail.items():
            found.update(_flatten(inner, f"{prefix}.{name}" if prefix else str(name)))
        return found
    if isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        found = {}
        for number, inner in enumerate(detail):
            found.update(_flatten(inner, f"{prefix}[{number}]"))
        return found
    return {prefix or "non_field_errors": detail if isinstance(detail, list) else [detail]}


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal in the one envelope; what is none is left to crash and be logged."""
    error = _as_refusal(error)
    headers: dict[str, str] = {}
    if isinstance(error, Refusal):
        fields = {name: [str(text) for text in texts] for name, texts in getattr(error, "fields", {}).items()}
        body = problem(status=error.status, code=error.code, detail=str(error.message), fields=fields)
    elif isinstance(error, exceptions.APIException):
        code = getattr(error.detail, "code", None) or error.default_code
        body = problem(status=error.status_code, code=str(code), detail=str(error.detail))
        if getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
        if getattr(error, "wait", None):
            headers["Retry-After"] = str(int(error.wait))  # type: ignore[attr-defined]
    else:
        return None
    set_rollback()
    return Response(body, status=body["status"], headers=headers, content_type="application/problem+json")
