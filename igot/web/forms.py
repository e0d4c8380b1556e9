"""Forms about an organisation."""

import re
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from igot.organisations.models import Designation, Organisation

DOMAIN = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$")


class OrganisationForm(forms.Form):
    """What an organisation says of itself."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=200, required=False)
    email_domains = forms.CharField(
        label=_("Approved e-mail domains"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, for example dopt.gov.in. People with such an address may register themselves here."),
    )
    four_eyes = forms.BooleanField(
        label=_("The one who asks and those who decide are different people"),
        required=False,
        help_text=_("Switch this off only for a small provider in which one person has to do everything."),
    )

    def clean_email_domains(self) -> list[str]:
        """A list of domains, in small letters."""
        domains = [line.strip().lower() for line in self.cleaned_data["email_domains"].splitlines() if line.strip()]
        wrong = [domain for domain in domains if not DOMAIN.match(domain)]
        if wrong:
            raise forms.ValidationError(_("%(domain)s is not a domain such as dopt.gov.in.") % {"domain": wrong[0]})
        return domains

    @classmethod
    def initial_of(cls, organisation: Organisation) -> dict[str, Any]:
        """The form's values for an organisation as it is."""
        return {
            "name": organisation.name,
            "name_hi": organisation.translations.get("hi", {}).get("name", ""),
            "email_domains": "\n".join(organisation.email_domains),
            "four_eyes": organisation.four_eyes,
        }

    def changes(self, organisation: Organisation) -> dict[str, Any]:
        """What the service is to change."""
        values = dict(self.cleaned_data)
        hindi = {**organisation.translations.get("hi", {}), "name": values.pop("name_hi")}
        return {**values, "translations": {**organisation.translations, "hi": hindi}}


class BrandingForm(forms.Form):
    """The colour and the logo an organisation shows."""

    accent = forms.CharField(
        label=_("Colour on light pages"),
        required=False,
        max_length=7,
        help_text=_("As # and six digits or letters a to f, for example #27408b. Empty: as the organisation above."),
    )
    accent_dark = forms.CharField(
        label=_("Colour on dark pages"),
        required=False,
        max_length=7,
        help_text=_("Empty: the first colour, made as light as is needed. High contrast keeps its own colours."),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG or WebP, at most 200 kB. It stands in the top bar, 36 pixels high."),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    def clean_accent(self) -> str:
        """In small letters."""
        return str(self.cleaned_data["accent"]).strip().lower()

    def clean_accent_dark(self) -> str:
        """In small letters."""
        return str(self.cleaned_data["accent_dark"]).strip().lower()


class NewOrganisationForm(forms.Form):
    """A node below another."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=200, required=False)
    code = forms.RegexField(
        r"^[A-Z0-9][A-Z0-9-]{1,39}$",
        label=_("Code"),
        help_text=_("Capital letters, digits and hyphens, for example DOPT-TRG."),
        error_messages={"invalid": _("Use 2 to 40 capital letters, digits and hyphens.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices, initial=Organisation.Kind.ORGANISATION)

    def values(self) -> dict[str, Any]:
        """What the service needs."""
        data = self.cleaned_data
        names = {"hi": {"name": data["name_hi"]}} if data["name_hi"] else {}
        kept = {key: data[key] for key in ("name", "code", "kind")}
        return {**kept, "slug": slugify(data["code"]), "translations": names}


class DesignationForm(forms.Form):
    """A title of office that the master list lacks."""

    name = forms.CharField(label=_("Designation"), max_length=200)
    name_hi = forms.CharField(label=_("Designation in Hindi"), max_length=200, required=False)
    group = forms.ChoiceField(label=_("Group"), choices=[("", _("None")), *Designation.Group.choices], required=False)

    def values(self) -> dict[str, Any]:
        """What the service needs."""
        data = self.cleaned_data
        names = {"hi": {"name": data["name_hi"]}} if data["name_hi"] else {}
        return {"name": data["name"], "group": data["group"], "translations": names}
