"""Scales and the crosswalk."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from competencies.framework.crosswalk import queries
from competencies.framework.models import Competency, Relation, Scale

CODE = RegexValidator(r"^[a-z0-9][a-z0-9-]{1,38}$", _("Small letters, digits and hyphens, at most 39."))
ROWS = 7


class ScaleForm(forms.Form):
    """A scale with up to seven levels; rows left empty are none."""

    code = forms.CharField(label=_("Code"), validators=[CODE], help_text=_("For example: kcm-3"))
    name = forms.CharField(label=_("Name"), max_length=120)
    name_hi = forms.CharField(label=_("Name in Hindi"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, ROWS + 1):
            label = _("Level %(number)s") % {"number": number}
            needed = number <= 2
            self.fields[f"level_{number}"] = forms.CharField(label=label, max_length=60, required=needed)
            self.fields[f"level_{number}_hi"] = forms.CharField(
                label=_("Level %(number)s in Hindi") % {"number": number}, max_length=60, required=False
            )
            self.fields[f"gist_{number}"] = forms.CharField(
                label=_("What level %(number)s means") % {"number": number}, max_length=400, required=False
            )

    def levels(self) -> list[dict[str, str]]:
        """The filled rows, the lowest level first."""
        data = self.cleaned_data
        rows = [
            {"name": data[f"level_{number}"], "name_hi": data[f"level_{number}_hi"], "gist": data[f"gist_{number}"]}
            for number in range(1, ROWS + 1)
        ]
        return [row for row in rows if row["name"]]


class AnswersForm(forms.Form):
    """For each level of one scale: the level of the other it answers to, and how exactly."""

    def __init__(self, *args: Any, scale: Scale, other: Scale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = queries.answers(scale, other)
        theirs = [(str(row.number), f"{row.number} {row.in_language('name')}") for row in queries.levels(other)]
        self.numbers = []
        for level in queries.levels(scale):
            answer, relation = held.get(level.number, ("", Relation.EXACT))
            name = f"{level.number} {level.in_language('name')}"
            self.numbers.append(level.number)
            self.fields[f"level_{level.number}"] = forms.ChoiceField(
                label=_("%(level)s answers to") % {"level": name},
                choices=[("", _("No level")), *theirs],
                initial=str(answer),
                required=False,
            )
            self.fields[f"relation_{level.number}"] = forms.ChoiceField(
                label=_("How exactly (%(level)s)") % {"level": name}, choices=Relation.choices, initial=relation
            )

    def answers(self) -> dict[int, tuple[int, str]]:
        """Level > answer and relation, for the levels that have one."""
        data = self.cleaned_data
        return {
            number: (int(data[f"level_{number}"]), data[f"relation_{number}"])
            for number in self.numbers
            if data[f"level_{number}"]
        }


class LinkForm(forms.Form):
    """Two competencies, by code, and how they relate."""

    competency = forms.CharField(label=_("Competency (code)"), max_length=40)
    other = forms.CharField(label=_("Answers to (code)"), max_length=40)
    relation = forms.ChoiceField(label=_("How"), choices=Relation.choices)
    note = forms.CharField(label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def _found(self, name: str) -> Competency:
        found = queries.by_code(self.cleaned_data[name])
        if found is None:
            raise forms.ValidationError(_("No competency has this code. Look it up in the dictionary."))
        return found

    def clean_competency(self) -> Competency:
        """A competency in force or retired."""
        return self._found("competency")

    def clean_other(self) -> Competency:
        """Another one."""
        return self._found("other")
