"""What an organisation adds to a position."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competencies.framework.queries import approved
from competencies.positions import queries
from competencies.positions.models import Requirement
from igot.organisations.queries import designations_for


class CompetencyField(forms.ModelChoiceField):
    """A competency in force, with its code."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Select(attrs={"class": "form-select"})
        super().__init__(queryset=approved(), empty_label=_("Choose a competency"), widget=widget, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.code})"


class DayField(forms.DateField):
    """A day, chosen from the browser's calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class RequireForm(forms.Form):
    """Ask for a competency at a level, or for more of one."""

    competency = CompetencyField(label=_("Competency"))
    level = forms.TypedChoiceField(
        label=_("Level"),
        coerce=int,
        choices=[(number, str(number)) for number in range(1, 6)],
        help_text=_("What each level looks like stands in the dictionary. Where less is inherited, this raises it."),
    )
    criticality = forms.TypedChoiceField(
        label=_("How critical"), coerce=int, choices=Requirement.Criticality.choices, initial=2
    )
    starts_on = DayField(label=_("From"), required=False, help_text=_("Empty: from today."))
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Empty: until you end it."))
    source = forms.CharField(
        label=_("Why, or by which order"),
        required=False,
        max_length=200,
        help_text=_("The person who is asked reads it."),
    )


class RoleForm(forms.Form):
    """Add a work role with its activities and competencies."""

    role: Any = forms.ModelChoiceField(label=_("Work role"), queryset=None, empty_label=_("Choose a work role"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = queries.roles_in_force()  # type: ignore[attr-defined]


class PositionForm(forms.Form):
    """Describe a designation that no position describes yet."""

    designation: Any = forms.ModelChoiceField(
        label=_("Designation"), queryset=None, to_field_name="public_id", empty_label=_("Choose a designation")
    )
    name = forms.CharField(
        label=_("Name of the position"),
        required=False,
        max_length=200,
        help_text=_("Empty: the designation's own name."),
    )

    def __init__(self, *args: Any, organisation: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["designation"].queryset = designations_for(organisation)  # type: ignore[attr-defined]
