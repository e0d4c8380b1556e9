"""What the authors of work orders type."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competencies.framework.queries import approved
from competencies.positions import queries
from competencies.positions.forms.extending import DayField
from competencies.positions.models import AllocatedActivity, Allocation, Requirement
from competencies.positions.services import Asking, Doing
from igot.accounts.models import User
from igot.accounts.queries import by_emails, people_in
from igot.organisations.models import Organisation
from igot.organisations.queries import subtree_of

SPARE_ROWS = 3


class OrderForm(forms.Form):
    """The order's own lines, each in English and, where it is written, in Hindi."""

    field_order = ("unit", "unit_hi", "number", "title", "title_hi", "effective_on", "preface", "preface_hi")
    unit = forms.CharField(
        label=_("Division or unit"),
        max_length=160,
        help_text=_("One order at a time is in force for a unit. For instance Training Division."),
    )
    number = forms.CharField(label=_("Order number"), max_length=80)
    title = forms.CharField(label=_("Title"), max_length=250)
    effective_on = DayField(label=_("Takes effect on"))
    preface = forms.CharField(
        label=_("Preface"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    unit_hi = forms.CharField(
        label=_("Division or unit in Hindi"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"lang": "hi"}),
        help_text=_("Hindi pages and the Hindi PDF say what you write in Hindi; where it is empty, the words above."),
    )
    title_hi = forms.CharField(
        label=_("Title in Hindi"), required=False, max_length=250, widget=forms.TextInput(attrs={"lang": "hi"})
    )
    preface_hi = forms.CharField(
        label=_("Preface in Hindi"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "hi"}),
    )


class NewOrderForm(OrderForm):
    """A new order may begin as a copy."""

    copy_previous = forms.BooleanField(
        label=_("Begin with the people and work of the order in force for this unit"), required=False, initial=True
    )


class PeopleForm(forms.Form):
    """Name people by e-mail, or everybody who serves in one organisation."""

    place: Any = forms.ModelChoiceField(
        label=_("Everybody who serves in"),
        queryset=None,
        required=False,
        to_field_name="public_id",
        empty_label=_("Nobody by organisation"),
        help_text=_("Only those of this organisation itself, not of those below it."),
    )
    emails = forms.CharField(
        label=_("People by e-mail address"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One address a line."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["place"].queryset = subtree_of(organisation)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Addresses become people; each that is not found is named."""
        given = super().clean() or self.cleaned_data
        addresses = [line.strip().lower() for line in given.get("emails", "").splitlines() if line.strip()]
        found = by_emails(addresses)
        here = {
            address: person
            for address, person in found.items()
            if person.organisation is not None and person.organisation.path.startswith(self.organisation.path)
        }
        unknown = [address for address in dict.fromkeys(addresses) if address not in here]
        if unknown:
            text = gettext("Nobody with these addresses serves here: %(addresses)s.")
            self.add_error("emails", text % {"addresses": ", ".join(unknown)})
        if not addresses and given.get("place") is None:
            self.add_error(None, gettext("Choose an organisation or write at least one address."))
        self.people: list[User] = list(here.values())
        if given.get("place") is not None:
            serving = people_in(given["place"]).filter(organisation=given["place"]).order_by("name", "pk")
            self.people += serving.select_related("organisation", "designation")
        return given


class PlaceForm(forms.Form):
    """What one person does, and what that asks for: ticked activities, free words, competencies at levels."""

    note = forms.CharField(label=_("Remark"), required=False, max_length=300)

    def __init__(self, *args: Any, allocation: Allocation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allocation = allocation
        self.fields["note"].initial = allocation.note
        self.known = list(self._activities())
        for row in self.known:
            name = str(row.activity.public_id) if row.activity is not None else ""
            self.fields[f"do_{name}"] = forms.BooleanField(
                label=str(row.activity.in_language("statement")) if row.activity is not None else "",
                required=False,
                initial=row.pk is not None,
            )
            self.fields[f"to_{name}"] = forms.CharField(
                label=gettext("Submits to"), required=False, max_length=160, initial=row.submitted_to
            )
        self.fields["role"] = forms.ModelChoiceField(
            label=_("Add all activities of a work role"),
            queryset=queries.roles_in_force(),
            required=False,
            empty_label=_("No further role"),
        )
        free = [row.statement for row in allocation.activities.all() if row.activity is None]
        self.fields["words"] = forms.CharField(
            label=_("Further work in your own words"),
            required=False,
            max_length=20_000,
            initial="\n".join(free),
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("One activity a line, where the dictionary has none that fits."),
        )
        self.dictionary = {found.pk: found for found in approved().prefetch_related("scale__levels")}
        named = [(key, f"{found} ({found.code})") for key, found in self.dictionary.items()]
        self.choices = [("", gettext("Choose a competency")), *named]
        asked = list(allocation.competencies.all())
        for number in range(1, len(asked) + SPARE_ROWS + 1):
            self._add_competency(number, asked[number - 1] if number <= len(asked) else None)
        self.rows = len(asked) + SPARE_ROWS

    def _add_competency(self, number: int, row: Any) -> None:
        self.fields[f"competency_{number}"] = forms.TypedChoiceField(
            label=gettext("Competency %(number)s") % {"number": number},
            required=False,
            coerce=int,
            choices=self.choices,
            initial=row.competency_id if row is not None else None,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields[f"level_{number}"] = forms.TypedChoiceField(
            label=gettext("Level of competency %(number)s") % {"number": number},
            coerce=int,
            choices=[(level, str(level)) for level in range(1, 6)],
            initial=row.level if row is not None else 1,
        )
        self.fields[f"criticality_{number}"] = forms.TypedChoiceField(
            label=gettext("How critical competency %(number)s is") % {"number": number},
            coerce=int,
            choices=Requirement.Criticality.choices,
            initial=row.criticality if row is not None else int(Requirement.Criticality.IMPORTANT),
        )

    def _activities(self) -> Iterator[AllocatedActivity]:
        """What the person does now, then what else the position's roles would have them do."""
        present: set[int] = set()
        for row in self.allocation.activities.all():
            if row.activity is not None:
                present.add(row.activity.pk)
                yield row
        position, where = self.allocation.position, self.allocation.person.organisation
        if position is not None and where is not None:
            for link in queries.roles_of(position, where).prefetch_related("role__activities"):
                for activity in link.role.activities.all():
                    if activity.pk not in present:
                        yield AllocatedActivity(role=link.role, activity=activity)

    def activity_rows(self) -> Iterator[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Role, tick and addressee of each known activity."""
        for row in self.known:
            if row.activity is not None:
                name = str(row.activity.public_id)
                yield row.role, self[f"do_{name}"], self[f"to_{name}"]

    def competency_rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Competency, level and criticality, row by row."""
        for number in range(1, self.rows + 1):
            yield self[f"competency_{number}"], self[f"level_{number}"], self[f"criticality_{number}"]

    def activities(self) -> list[Doing]:
        """What was ticked, the further role's activities, and the free words."""
        given, found = self.cleaned_data, []
        for row in self.known:
            name = str(row.activity.public_id) if row.activity is not None else ""
            if given[f"do_{name}"]:
                found.append(Doing(row.activity, row.role, "", given[f"to_{name}"]))
        present = {doing.activity.pk for doing in found if doing.activity is not None}
        if given["role"] is not None:
            more = given["role"].activities.all()
            found += [Doing(activity, given["role"]) for activity in more if activity.pk not in present]
        lines = [line.strip() for line in given["words"].splitlines() if line.strip()]
        return found + [Doing(statement=line) for line in lines]

    def competencies(self) -> list[Asking]:
        """The rows that name a competency."""
        given = self.cleaned_data
        return [
            Asking(
                self.dictionary[given[f"competency_{number}"]], given[f"level_{number}"], given[f"criticality_{number}"]
            )
            for number in range(1, self.rows + 1)
            if given[f"competency_{number}"]
        ]
