"""Template helpers every page may use."""

from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from igot.kernel.clock import FinancialYear
from igot.kernel.html import clean

register = template.Library()


@register.filter
def localised(thing: Any, field: str) -> Any:
    """`{{ course|localised:"title" }}`: the field in the reader's language, else in the source language."""
    return thing.in_language(field) if thing else ""


@register.filter
def financial_year(value: date | int | None) -> str:
    """`2026-27` for a day, or for the year in which the financial year begins."""
    if value is None:
        return ""
    return str(FinancialYear(value) if isinstance(value, int) else FinancialYear.of(value))


@register.filter
def cleaned(text: str) -> SafeString:
    """Rich text that was sanitised when it was written, sanitised again before it is trusted."""
    return mark_safe(clean(text or ""))  # noqa: S308 - nh3 has just been over it


@register.simple_tag(takes_context=True)
def query_with(context: dict[str, Any], **changes: Any) -> str:
    """The page's query string with some values changed; an empty value removes its name."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"
