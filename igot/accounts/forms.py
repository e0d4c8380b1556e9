"""Forms of registration, of one's own profile, and of the administrators of people."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from igot.accounts.models import Role
from igot.kernel.clock import day_in_india, now
from igot.organisations.models import Organisation
from igot.organisations.queries import designations_for, subtree_of


class SignupForm(forms.Form):
    """What registration asks beside e-mail and password."""

    name = forms.CharField(label=_("Full name"), max_length=150)
    field_order = ["name", "email", "password1", "password2"]

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Nothing further: the adapter has kept the name."""


class ProfileForm(forms.Form):
    """What people change of themselves."""

    name = forms.CharField(label=_("Name"), max_length=150, help_text=_("As it should stand on certificates."))
    name_in_hindi = forms.CharField(label=_("Name in Devanagari"), max_length=150, required=False)
    mobile = forms.RegexField(
        r"^(\+91)?[6-9][0-9]{9}$",
        label=_("Mobile number"),
        required=False,
        error_messages={"invalid": _("Give ten digits, for example 9876543210.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class _DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PlaceForm(forms.Form):
    """Where in a subtree somebody serves, and as what."""

    organisation: Any = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose…"),
    )
    designation: Any = forms.ModelChoiceField(
        label=_("Designation"), queryset=None, to_field_name="public_id", required=False, empty_label=_("None")
    )
    starts_on = _DayField(label=_("First day of the posting"))

    def __init__(self, *args: Any, within: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = subtree_of(within)  # type: ignore[attr-defined]
        self.fields["designation"].queryset = designations_for(within)  # type: ignore[attr-defined]
        self.fields["organisation"].initial = within.public_id
        self.fields["starts_on"].initial = day_in_india(now())


class PersonForm(PlaceForm):
    """Register a person."""

    name = forms.CharField(label=_("Full name"), max_length=150)
    name_in_hindi = forms.CharField(label=_("Name in Devanagari"), max_length=150, required=False)
    email = forms.EmailField(label=_("Official e-mail address"))
    field_order = ["name", "name_in_hindi", "email", "organisation", "designation", "starts_on"]


class SupervisorForm(forms.Form):
    """Who supervises a person's work."""

    email = forms.EmailField(
        label=_("Official e-mail address of the supervisor"),
        required=False,
        help_text=_("Leave it empty where nobody does. The supervisor sees the passbook and attests levels."),
    )


class GrantForm(forms.Form):
    """Give a role. Nobody can give more than they hold: `roles` are those the giver may pass on."""

    email = forms.EmailField(label=_("Official e-mail address of the person"))
    role = forms.ChoiceField(label=_("Role"))
    organisation: Any = forms.ModelChoiceField(
        label=_("In which organisation, with all below it"),
        queryset=Organisation.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose…"),
    )
    last_day = _DayField(label=_("Last day"), help_text=_("Every role ends some day: one year at the most."))

    def __init__(self, *args: Any, within: Organisation, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = day_in_india(now())
        self.fields["organisation"].queryset = subtree_of(within)  # type: ignore[attr-defined]
        self.fields["organisation"].initial = within.public_id
        self.fields["role"].choices = [(role, Role(role).label) for role in roles]  # type: ignore[attr-defined]
        self.fields["last_day"].initial = today + timedelta(days=364)

    def clean_last_day(self) -> Any:
        """Within a year, not in the past."""
        today, day = day_in_india(now()), self.cleaned_data["last_day"]
        if not today <= day <= today + timedelta(days=366):
            raise forms.ValidationError(_("Choose a day from today to one year from now."))
        return day


class ClientForm(forms.Form):
    """Register an API client."""

    name = forms.CharField(
        label=_("Name of the system"), max_length=120, help_text=_("For example: e-HRMS of the department")
    )
    scopes = forms.MultipleChoiceField(label=_("What it may read"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = list(settings.OAUTH2_PROVIDER["SCOPES"].items())  # type: ignore[attr-defined]
