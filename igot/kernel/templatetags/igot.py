"""Template helpers every page may use."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.core.cache import caches
from django.template.base import token_kwargs
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from igot.kernel.clock import FinancialYear
from igot.kernel.html import clean

register = template.Library()


@register.filter
def localised(thing: Any, field: str) -> Any:
    """`{{ course|localised:"title" }}`: the field in the reader's language, else in the source language."""
    return thing.in_language(field) if thing else ""


@register.filter
def spoken(texts: Mapping[str, Any]) -> str:
    """`{{ names|spoken }}`: of texts by language, the one in the reader's, else the English one."""
    language = (get_language() or "en").split("-")[0]
    return str(texts.get(language) or texts.get("en", ""))


KIND_ICONS = {
    "page": "file-earmark-text",
    "video": "play-circle",
    "audio": "headphones",
    "pdf": "file-earmark-pdf",
    "link": "box-arrow-right",
    "assessment": "patch-question",
}


@register.filter
def icon(kind: str) -> str:
    """The icon for a kind of learning material."""
    return KIND_ICONS.get(kind, "file-earmark-text")


@register.filter
def financial_year(value: date | int | None) -> str:
    """`2026-27` for a day, or for the year in which the financial year begins."""
    if value is None:
        return ""
    return str(FinancialYear(value) if isinstance(value, int) else FinancialYear.of(value))


@register.filter
def titled(plan: Any) -> str:
    """A plan's title with its financial year, which many titles say already."""
    return FinancialYear(plan.year).added_to(plan.in_language("title"))


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


# In a kept fragment, in the place of the visitor's own token: the fragment serves others, too.
TOKEN_MARK = "the-token-of-who-reads-this-goes-here"  # noqa: S105


class KeptNode(template.Node):
    """`{% kept "name" value value own=value %}`: drawn once for the same language and values.

    The values are everything the fragment depends on, as texts and numbers (`Answer.mark` for what was read): nothing
    has to be forgotten when something changes, because what changed has another key. Where a value is missing, empty or
    False, and with `unless sent` at the end where `sent` holds (a form with what was typed), it is drawn anew.

    A value with a name is a text of the one who reads: it is known under that name inside, may only be written out
    there (not looked at), and takes its place each time.
    """

    def __init__(self, nodelist: template.NodeList, values: list[Any], own: dict[str, Any], unless: Any = None) -> None:
        self.nodelist = nodelist
        self.values = values
        self.own = own
        self.unless = unless

    def render(self, context: template.Context) -> SafeString:
        """The fragment, with the token and the texts of the one who asks."""
        own = {name: value.resolve(context, ignore_failures=True) for name, value in self.own.items()}
        values = [value.resolve(context, ignore_failures=True) for value in self.values]
        sent = self.unless is not None and self.unless.resolve(context, ignore_failures=True)
        if sent or any(value in (None, "") or value is False for value in values):
            with context.push(**own):
                return self.nodelist.render(context)
        if not all(isinstance(value, str | int | float) for value in values):
            raise TypeError(f"a fragment is kept under texts and numbers only, not under {values!r}")
        key = hashlib.sha256(repr([get_language(), *map(_plain, values)]).encode()).hexdigest()
        found = caches["process"].get(key)
        if found is None:
            marks = {name: TOKEN_MARK.replace("token", name) for name in self.own}
            with context.push(csrf_token=TOKEN_MARK, **marks):
                found = str(self.nodelist.render(context))
            caches["process"].set(key, found)
        if TOKEN_MARK in found:
            found = found.replace(TOKEN_MARK, str(context.get("csrf_token", "")))
        for name, value in own.items():
            found = found.replace(TOKEN_MARK.replace("token", name), conditional_escape(value))
        return mark_safe(found)  # noqa: S308 - it was escaped as it was drawn


def _plain(value: Any) -> Any:
    # A text that is marked as safe is drawn differently from one that is not.
    return (type(value).__name__, str(value)) if isinstance(value, str) else value


@register.tag("kept")
def kept(parser: Any, token: Any) -> KeptNode:
    """`{% kept ... %}...{% endkept %}`."""
    _name, *bits = token.split_contents()
    unless = parser.compile_filter(bits[-1]) if bits[-2:-1] == ["unless"] else None
    own = {}
    if unless:
        bits = bits[:-2]
    while bits and (pair := token_kwargs(bits[-1:], parser)):
        own.update(pair)
        bits.pop()
    values = [parser.compile_filter(bit) for bit in bits]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, values, own, unless)
