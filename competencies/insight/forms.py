"""What is looked for, and what for."""

from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competencies.framework.queries import approved
from competencies.insight.queries import Wish, wishes_for
from competencies.positions.models import Requirement

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from competencies.positions.models import Position

ROWS = 4
HIGHEST = 9


class FinderForm(forms.Form):
    """A position, or competencies at levels, or both; and the purpose."""

    position: Any = forms.ModelChoiceField(
        label=_("Position to be filled"),
        queryset=None,
        required=False,
        to_field_name="public_id",
        help_text=_("What it and its roles ask for is looked for."),
    )
    all_of_them = forms.BooleanField(label=_("Show only those who lack nothing"), required=False)
    purpose = forms.CharField(
        label=_("What the search is for"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example a vacancy and its file number. It is kept, and everybody who is shown can read it."),
    )

    def __init__(self, *args: Any, positions: "QuerySet[Position]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["position"]
        chosen.queryset = positions
        competencies = approved()
        # One list for all the rows, read when the first of them is drawn.
        named = cache(lambda: [("", "---------"), *((str(each.public_id), str(each)) for each in competencies)])
        for row in range(1, ROWS + 1):
            one: Any = forms.ModelChoiceField(
                label=_("Competency %(number)s") % {"number": row},
                queryset=competencies,
                required=False,
                to_field_name="public_id",
            )
            one.choices = named
            self.fields[f"competency_{row}"] = one
            self.fields[f"level_{row}"] = forms.IntegerField(
                label=_("Level"), required=False, min_value=1, max_value=HIGHEST, initial=3
            )
            self.fields[f"criticality_{row}"] = forms.TypedChoiceField(
                label=_("How critical"),
                coerce=int,
                choices=Requirement.Criticality.choices,
                initial=Requirement.Criticality.IMPORTANT,
                required=False,
                empty_value=int(Requirement.Criticality.IMPORTANT),  # type: ignore[arg-type]
            )
        self.order_fields(["position", "all_of_them", *self._row_names(), "purpose"])

    @staticmethod
    def _row_names() -> list[str]:
        return [f"{name}_{row}" for row in range(1, ROWS + 1) for name in ("competency", "level", "criticality")]

    @property
    def head(self) -> list[forms.BoundField]:
        """The position and how strictly it is meant."""
        return [self["position"], self["all_of_them"]]

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The competencies chosen one by one, a row each."""
        names = self._row_names()
        return [[self[name] for name in names[start : start + 3]] for start in range(0, len(names), 3)]

    @property
    def names_competencies(self) -> bool:
        """Whether a competency was chosen by itself, or was to be."""
        return any(self.data.get(f"competency_{row}") for row in range(1, ROWS + 1))

    def clean(self) -> dict[str, Any]:
        """A competency comes with its level."""
        values: dict[str, Any] = super().clean() or {}
        for row in range(1, ROWS + 1):
            if values.get(f"competency_{row}") and not values.get(f"level_{row}") and f"level_{row}" not in self.errors:
                self.add_error(f"level_{row}", _("Say at which level."))
        if "position" not in self.errors and not self.names_competencies and not values.get("position"):
            self.add_error("position", _("Choose a position that asks for something, or at least one competency."))
        return values

    def wishes(self) -> list[Wish]:
        """What is looked for: what the position asks, and what was chosen beside it; a chosen level replaces the
        position's.
        """
        values = self.cleaned_data
        chosen = [
            Wish(values[f"competency_{row}"], values[f"level_{row}"], values[f"criticality_{row}"])
            for row in range(1, ROWS + 1)
            if values.get(f"competency_{row}")
        ]
        return wishes_for(values.get("position"), chosen)
