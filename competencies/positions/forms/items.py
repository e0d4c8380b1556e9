"""Drafts of roles, positions and resources. Lists stand in numbered rows; saving gives empty ones for more."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competencies.framework.forms import ItemForm, text
from competencies.framework.items import Content
from competencies.framework.queries import approved
from competencies.positions import queries
from competencies.positions.models import Requirement
from igot.organisations.queries import designations_for, subtree_of

SPARE_ROWS = 3


class RequiringForm(ItemForm):
    """An item that asks for competencies: a row for each, and some to spare."""

    def add_requirements(self) -> None:
        """The rows of competencies, after the item's own fields."""
        rows = self.before.get("requirements") or []
        known = approved().prefetch_related("scale__levels")
        choices = [(found.code, f"{found.in_language('name')} ({found.code})") for found in known]
        most = max((level.number for found in known for level in found.scale.levels.all()), default=5)
        for number in range(1, len(rows) + SPARE_ROWS + 1):
            row = rows[number - 1] if number <= len(rows) else {}
            self.fields[f"competency_{number}"] = forms.ChoiceField(
                label=gettext("Competency %(number)s") % {"number": number},
                choices=[("", gettext("None")), *choices],
                required=False,
                initial=row.get("competency", ""),
            )
            self.fields[f"level_{number}"] = forms.TypedChoiceField(
                label=gettext("Level of competency %(number)s") % {"number": number},
                choices=[(level, str(level)) for level in range(1, most + 1)],
                coerce=int,
                required=False,
                empty_value=1,  # type: ignore[arg-type]
                initial=row.get("level", 1),
            )
            self.fields[f"criticality_{number}"] = forms.TypedChoiceField(
                label=gettext("How critical competency %(number)s is") % {"number": number},
                choices=Requirement.Criticality.choices,
                coerce=int,
                required=False,
                empty_value=int(Requirement.Criticality.IMPORTANT),  # type: ignore[arg-type]
                initial=row.get("criticality", int(Requirement.Criticality.IMPORTANT)),
            )
            for name in (f"level_{number}", f"criticality_{number}"):
                self.fields[name].needed = True  # type: ignore[attr-defined]

    def beside(self, name: str) -> list[str]:
        """A competency with its level and how critical it is."""
        kind, _line, number = name.partition("_")
        return [f"level_{number}", f"criticality_{number}"] if kind == "competency" else []

    def requirements(self) -> list[dict[str, Any]]:
        """The rows that name a competency."""
        given = self.cleaned_data
        numbers = [name.partition("_")[2] for name in self.fields if name.startswith("competency_")]
        return [
            {
                "competency": given[f"competency_{number}"],
                "level": given[f"level_{number}"],
                "criticality": given[f"criticality_{number}"],
            }
            for number in numbers
            if given.get(f"competency_{number}")
        ]


class RoleForm(RequiringForm):
    """A work role: what it is, its activities, the competencies it asks for."""

    code = text(_("Code"), max_length=40, help_text=_("Kept for life. For instance ROLE-30."))
    name = text(_("Name"), max_length=200)
    name_hi = text(_("Name in Hindi"), max_length=200)
    description = text(_("Description"), rows=3)
    description_hi = text(_("Description in Hindi"), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_new:
            self.fields["code"].disabled = True
        rows = self.before.get("activities") or []
        for number in range(1, len(rows) + SPARE_ROWS + 1):
            row = rows[number - 1] if number <= len(rows) else {}
            label = gettext("Activity %(number)s") % {"number": number}
            hindi = gettext("Activity %(number)s in Hindi") % {"number": number}
            rests = gettext("Knowledge that activity %(number)s rests on") % {"number": number}
            self.fields[f"activity_{number}"] = text(label, rows=2, max_length=400, initial=row.get("statement", ""))
            self.fields[f"activity_{number}_hi"] = text(
                hindi, rows=2, max_length=400, initial=row.get("statement_hi", "")
            )
            self.fields[f"resources_{number}"] = text(
                rests,
                initial=", ".join(row.get("resources") or []),
                help_text=_("Codes of knowledge resources with commas between them, for instance KR-01, KR-04."),
            )
        self.add_requirements()

    def content(self) -> Content:
        """Rows become activities; one that lost its words is taken away."""
        given, before = self.cleaned_data, self.before.get("activities") or []
        activities = []
        numbers = [name.partition("_")[2] for name in self.fields if name.startswith("resources_")]
        for number in numbers:
            statement = given[f"activity_{number}"].strip()
            if statement:
                row = before[int(number) - 1] if int(number) <= len(before) else {}
                codes = [code.strip() for code in given[f"resources_{number}"].split(",") if code.strip()]
                activities.append(
                    {
                        "code": row.get("code", ""),
                        "statement": statement,
                        "statement_hi": given[f"activity_{number}_hi"].strip(),
                        "resources": codes,
                    }
                )
        names = ("code", "name", "name_hi", "description", "description_hi")
        own = {name: given[name] for name in names}
        return {**self.before, **own, "activities": activities, "requirements": self.requirements()}


class PositionForm(RequiringForm):
    """A position: whose it is, for which designation, with which roles."""

    code = text(_("Code"), max_length=40, help_text=_("Kept for life. For instance POS-30."))
    name = text(_("Name"), max_length=200)
    name_hi = text(_("Name in Hindi"), max_length=200)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    designation = forms.ChoiceField(
        label=_("Designation"),
        required=False,
        help_text=_("Everybody of this designation in the organisation, and below it, holds the position."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Work roles"), required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        organisation = kwargs["organisation"]
        super().__init__(*args, **kwargs)
        if not self.is_new:
            self.fields["code"].disabled = True
        places = [(found.code, str(found)) for found in subtree_of(organisation)[:500]]
        titles = [(str(found.public_id), str(found)) for found in designations_for(organisation)]
        roles = [(role.code, f"{role} ({role.code})") for role in queries.roles_in_force()]
        self.fields["organisation"].choices = places  # type: ignore[attr-defined]
        self.fields["designation"].choices = [("", gettext("Choose a designation")), *titles]  # type: ignore[attr-defined]
        self.fields["roles"].choices = roles  # type: ignore[attr-defined]
        self.add_requirements()

    def content(self) -> Content:
        """The position's own fields, its roles, its requirements."""
        names = ("code", "name", "name_hi", "organisation", "designation", "roles")
        own = {name: self.cleaned_data[name] for name in names}
        return {**self.before, **own, "requirements": self.requirements()}


class ResourceForm(ItemForm):
    """A manual, act or order."""

    code = text(_("Code"), max_length=40, help_text=_("Kept for life. For instance KR-30."))
    title = text(_("Title"), max_length=250)
    title_hi = text(_("Title in Hindi"), max_length=250)
    kind = text(_("Kind"), max_length=40, help_text=_("For instance manual, act, rules, office memorandum."))
    issuer = text(_("Issued by"), max_length=160)
    url = text(_("Address"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_new:
            self.fields["code"].disabled = True
