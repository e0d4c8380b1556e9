"""Read the catalogue's filters from a query string."""

from typing import Any

from django import forms
from django.conf import settings

from courses.catalogue.queries import AREAS, DURATIONS, LONGEST_QUERY, Filters


class FiltersForm(forms.Form):
    """`q language provider duration area competency`."""

    q = forms.CharField(required=False, max_length=LONGEST_QUERY)
    language = forms.ChoiceField(required=False, choices=settings.LANGUAGES)
    provider = forms.SlugField(required=False)
    duration = forms.ChoiceField(required=False, choices=[(name, name) for name in DURATIONS])
    area = forms.ChoiceField(required=False, choices=list(AREAS.items()))
    competency = forms.UUIDField(required=False)

    def filters(self) -> Filters:
        """Those that are valid."""
        values: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if name != "q"}
        return Filters(**values)
