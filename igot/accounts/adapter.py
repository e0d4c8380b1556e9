"""How allauth registers and signs in igot's people."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from igot.accounts.services.registration import organisation_for_email, prepare_registration


class AccountAdapter(DefaultAccountAdapter):
    """Registration is for official addresses: those of a domain that an organisation has approved."""

    def clean_email(self, email: str) -> str:
        email = super().clean_email(email)
        if self.request.resolver_match.url_name == "account_signup" and organisation_for_email(email) is None:
            raise ValidationError(
                _(
                    "No organisation has approved this address's domain. "
                    "Use your official address, or ask your administrator."
                )
            )
        return email

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Take the name from the form; the organisation follows once the address is confirmed."""
        user.name = form.cleaned_data["name"]
        user = super().save_user(request, user, form, commit=commit)
        if commit:
            prepare_registration(user=user)
        return user
