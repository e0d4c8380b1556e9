"""What the fields of a form are called on its page, when all that is left of it is the address it is sent to."""

import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from django.forms import BaseForm
from django.urls import Resolver404, resolve


def _forms_of(view: Any) -> Iterator[type[BaseForm]]:
    """The forms a view can name: those its module knows, directly or through a module of forms."""
    by_class = getattr(getattr(view, "view_class", None), "form_class", None)
    module = inspect.getmodule(inspect.unwrap(view))
    known = list(vars(module).values()) if module else []
    for thing in [by_class, *known]:
        inner = vars(thing).values() if isinstance(thing, ModuleType) and thing.__name__.endswith("forms") else [thing]
        yield from (each for each in inner if isinstance(each, type) and issubclass(each, BaseForm))


def labelled(fields: list[tuple[str, str]], action: str) -> list[tuple[str, str, str]]:
    """Name, label and value of each field that is sent to `action`; the name stands for a label that is not known."""
    try:
        view = resolve(urlsplit(action).path).func
    except Resolver404:
        return [(name, name, value) for name, value in fields]
    labels: dict[str, str] = {}
    for form in _forms_of(view):
        for name, field in getattr(form, "base_fields", {}).items():
            if field.label:
                labels.setdefault(name, str(field.label))
    return [(name, labels.get(name, name), value) for name, value in fields]
