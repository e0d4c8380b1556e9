"""`?fields=id,state`: of every list and record only the named fields, by one mechanism for the whole API."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.serializers import ListSerializer

from igot.kernel.api.problems import problem


class SparseFieldsMiddleware:
    """Leaves out what was not asked for, just before an answer is put into bytes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """Called for answers that are data still. An unknown name is refused, and named."""
        asked = request.GET.get("fields")
        data = getattr(response, "data", None)
        if asked is None or request.method != "GET" or response.status_code != 200 or not isinstance(data, dict):
            return response
        rows = data.get("results", data)
        known = _fields_of(rows)
        if known is None:
            return response
        wanted = [name.strip() for name in asked.split(",") if name.strip()]
        unknown = [name for name in wanted if name not in known]
        if unknown or not wanted:
            return _refuse(response, unknown, known)
        if rows is data:
            response.data = _only(data, wanted)
        else:
            response.data = {**data, "results": [_only(row, wanted) for row in rows]}
        return response


def _fields_of(rows: Any) -> list[str] | None:
    """The names a serializer writes; None for an answer that no serializer made."""
    serializer: Any = getattr(rows, "serializer", None)
    if isinstance(serializer, ListSerializer):
        serializer = serializer.child
    fields = getattr(serializer, "fields", None)
    return None if fields is None else [name for name, field in fields.items() if not field.write_only]


def _only(row: dict[str, Any], wanted: list[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in wanted}


def _refuse(response: Any, unknown: list[str], known: list[str]) -> Any:
    if unknown:
        names = {"names": ", ".join(unknown), "known": ", ".join(known)}
        text = _("There is no field %(names)s here. Choose from: %(known)s.") % names
    else:
        text = _("Name at least one field. Choose from: %(known)s.") % {"known": ", ".join(known)}
    response.data = problem(status=422, code="unknown_field", detail=text, fields={"fields": [text]})
    response.status_code = 422
    response.content_type = "application/problem+json"
    return response
