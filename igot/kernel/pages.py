"""Lists in pages of a fixed length."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def paginate(request: HttpRequest, queryset: Any, per_page: int = 25) -> Page[Any]:
    """The page that `?page=` asks for; beyond the last gives the last, what is no number the first."""
    pages = Paginator(queryset, per_page)
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    return pages.page(min(max(number, 1), pages.num_pages))
