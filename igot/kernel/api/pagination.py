"""One pagination for all lists: a cursor, `?limit=`, a stated maximum that is refused rather than silently cut."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from igot.kernel.errors import Refused
from igot.kernel.numbers import whole

MAXIMUM = 200


class Cursor(CursorPagination):
    """`{"next": url|null, "previous": url|null, "limit": n, "results": [...]}`, in the order of an unchanging key."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = MAXIMUM
    ordering = "id"

    def get_page_size(self, request: Request) -> int:
        raw = request.query_params.get("limit")
        if raw is None:
            return self.page_size
        asked = whole(raw)
        if not 1 <= asked <= MAXIMUM:
            raise Refused(_("Give a whole number from 1 to %(maximum)s.") % {"maximum": MAXIMUM}, field="limit")
        return asked

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "next": self.get_next_link(),
                "previous": self.get_previous_link(),
                "limit": self.page_size,
                "results": data,
            }
        )

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        try:
            page: Any = super().paginate_queryset(queryset, request, view)
        except (ValueError, ValidationError) as error:
            # A cursor that was written by hand: its position is nothing the list is ordered by.
            raise Refused(_("This cursor is not one that a list gave out."), field="cursor") from error
        self.page_size = self.get_page_size(request)
        return page

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "limit", "results"],
            "properties": {"next": link, "previous": link, "limit": {"type": "integer"}, "results": schema},
        }
