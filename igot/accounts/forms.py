"""Forms of registration and of the administrators of people."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    """What registration asks beside e-mail and password."""

    name = forms.CharField(label=_("Full name"), max_length=150)
    field_order = ["name", "email", "password1", "password2"]

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Nothing further: the adapter has kept the name."""
