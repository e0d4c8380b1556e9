"""Lists in pages of a fixed length."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from igot.kernel.numbers import whole


def paginate(request: HttpRequest, queryset: Any, per_page: int = 25) -> Page[Any]:
    """The page that `?page=` asks for; beyond the last gives the last, what is no number the first."""
    pages = Paginator(queryset, per_page)
    return pages.page(min(max(whole(request.GET.get("page", "")), 1), pages.num_pages))
