"""Bring a framework."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CaseForm(forms.Form):
    """A CASE package as a file."""

    file = forms.FileField(
        label=_("CASE package"),
        help_text=_("JSON as a CASE 1.1 provider gives it under CFPackages, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )
