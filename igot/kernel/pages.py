"""Lists in pages of a fixed length."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def paginate(request: HttpRequest, queryset: Any, per_page: int = 25) -> Page[Any]:
    """The page that `?page=` asks for; a number that is none, too small or too large gives the nearest page there is."""
    return Paginator(queryset, per_page).get_page(request.GET.get("page"))
