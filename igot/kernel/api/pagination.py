"""One pagination for all lists: a cursor, `?limit=`, a stated maximum that is refused rather than silently cut."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.pagination import Cursor as Position
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from igot.kernel.errors import Refused
from igot.kernel.numbers import whole

MAXIMUM = 200
DIGITS = 18  # of the largest key that surely fits into a bigint


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

    def start(self, request: Request) -> int | None:
        """For a list that reads its own pages, in the order of the key: the key after which this one begins (0: the
        first). None for a page that is read backwards.
        """
        self.base_url = request.build_absolute_uri()
        self.page_size = self.get_page_size(request)
        cursor = self.decode_cursor(request)
        if cursor is None:
            return 0
        offset, backwards, position = cursor
        if backwards or offset or not (position or "").isdecimal() or len(position or "") > DIGITS:
            return None
        return int(position or 0)

    def respond(self, keys: list[int], data: list[Any], *, start: int) -> Response:
        """The answer with the page's rows. `keys` are theirs, and one more where another page follows."""
        more, shown = len(keys) > len(data), keys[: len(data)]
        after = self.encode_cursor(Position(0, False, str(shown[-1]))) if more else None
        before = self.encode_cursor(Position(0, True, str(shown[0]))) if start and shown else None
        return Response({"next": after, "previous": before, "limit": self.page_size, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "limit", "results"],
            "properties": {"next": link, "previous": link, "limit": {"type": "integer"}, "results": schema},
        }
