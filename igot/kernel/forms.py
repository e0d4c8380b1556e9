"""How forms are drawn and how services' refusals find their fields."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict

from igot.kernel.errors import Refused


class Renderer(TemplatesSetting):
    """Fields come from `templates/components/`, so that every form looks and reads alike."""

    field_template_name = "components/field.html"
    form_template_name = "components/form.html"


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was posted, be it nothing at all; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def show_refusal(form: forms.BaseForm, refusal: Refused) -> None:
    """Write a service's refusal into the form: beside its fields, or on top where it names none the form has."""
    form.is_valid()
    placed = False
    for name, messages in refusal.fields.items():
        target: Any = name if name in form.fields else None
        for message in messages:
            form.add_error(target, str(message))
            placed = True
    if not placed:
        form.add_error(None, str(refusal.message))
