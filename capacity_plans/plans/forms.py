"""Forms of a plan: its words, its items with their audience, its publication."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.db.models.functions import Lower
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from capacity_plans.plans.models import Plan, PlanItem, PlanVersion
from igot.accounts.queries import people_in
from igot.kernel.clock import FinancialYear
from igot.organisations.queries import designations_for, subtree_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.authoring.models import Course
    from igot.organisations.models import Organisation

MOST_PEOPLE = 200
EVERYONE, SOME, KEEP = "everyone", "some", "keep"
GROUP_NAMES = [
    ("A", _("Group A")),
    ("B", _("Group B")),
    ("C", _("Group C")),
    ("D", _("Group D")),
    ("contract", _("Contractual staff")),
    ("other", _("Other")),
]


class Day(forms.DateInput):
    """The browser's own date picker; without one, a day is typed as 31-12-2026."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def hindi_of(values: dict[str, Any], fields: tuple[str, ...], others: dict[str, Any]) -> dict[str, Any]:
    """The Hindi texts of a form taken out of its values, beside the languages that it does not show."""
    hindi = {field: text for field in fields if (text := values.pop(f"{field}_hi", ""))}
    return {**others, "hi": hindi} if hindi else {code: texts for code, texts in others.items() if code != "hi"}


class PlanForm(forms.Form):
    """Begin a plan."""

    title = forms.CharField(label=_("Title"), max_length=200)
    title_hi = forms.CharField(label=_("Title in Hindi"), max_length=200, required=False)
    year = forms.TypedChoiceField(label=_("Financial year"), coerce=int)
    kind = forms.ChoiceField(label=_("Kind"), choices=Plan.Kind.choices)
    objectives = forms.CharField(
        label=_("Objectives"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What the organisation wants its people to be able to do by the end of the year."),
    )
    objectives_hi = forms.CharField(
        label=_("Objectives in Hindi"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = FinancialYear.of(today).start
        self.fields["year"].choices = [(year, str(FinancialYear(year))) for year in range(first, first + 3)]  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """Word a version in the making."""

    title = forms.CharField(label=_("Title"), max_length=200)
    title_hi = forms.CharField(label=_("Title in Hindi"), max_length=200, required=False)
    objectives = forms.CharField(
        label=_("Objectives"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    objectives_hi = forms.CharField(
        label=_("Objectives in Hindi"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def initial_of(version: PlanVersion) -> dict[str, Any]:
        """What stands there now."""
        plan = version.plan
        return {
            "title": plan.title,
            "title_hi": plan.translations.get("hi", {}).get("title", ""),
            "objectives": version.objectives,
            "objectives_hi": version.translations.get("hi", {}).get("objectives", ""),
            "seen": version.changed_at.isoformat(),
        }


class ItemForm(forms.Form):
    """Ask for a course: what, of whom, until when, why."""

    course = forms.CharField(widget=forms.HiddenInput)
    need = forms.ChoiceField(label=_("Need"), choices=PlanItem.Need.choices, widget=forms.RadioSelect)
    label = forms.ChoiceField(label=_("On whose order"), choices=PlanItem.Label.choices)
    due_on = forms.DateField(label=_("Due date"), widget=Day)
    apar_relevant = forms.BooleanField(label=_("Counts for the APAR"), required=False)
    counts_earlier = forms.BooleanField(
        label=_("Who completed the course earlier has done it"), required=False, initial=True
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        help_text=_("Shown to everyone who is asked: why this course, why now."),
    )
    reason_hi = forms.CharField(label=_("Reason in Hindi"), required=False, max_length=300)
    audience = forms.ChoiceField(label=_("Who is asked"), widget=forms.RadioSelect)
    designations: Any = forms.ModelMultipleChoiceField(
        label=_("Designations"), queryset=None, to_field_name="public_id", required=False
    )
    groups = forms.MultipleChoiceField(
        label=_("Groups"), required=False, widget=forms.CheckboxSelectMultiple, choices=GROUP_NAMES
    )
    organisations: Any = forms.ModelMultipleChoiceField(
        label=_("Organisations, with those below them"), queryset=None, to_field_name="public_id", required=False
    )
    people = forms.CharField(
        label=_("And these people by name"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One e-mail address on each line."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, organisation: "Organisation", year: int, kept: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.kept = kept
        choices = [
            (EVERYONE, gettext("Everyone in %(organisation)s and below it") % {"organisation": organisation}),
            (SOME, gettext("Only those who match what is chosen below")),
        ]
        if kept is not None and fields_of(kept) is None:
            choices.append((KEEP, gettext("The present rule, which was set through the API")))
        fields: dict[str, Any] = self.fields
        fields["audience"].choices = choices
        fields["designations"].queryset = designations_for(organisation)
        fields["organisations"].queryset = subtree_of(organisation)
        fields["due_on"].help_text = gettext("From today to %(last)s, the end of the financial year.") % {
            "last": date_format(FinancialYear(year).last_day)
        }
        for name in ("designations", "organisations"):
            fields[name].widget.attrs["size"] = 6

    def clean(self) -> dict[str, Any]:
        """The audience as a rule, in `rule`."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = cleaned.get("audience")
        if chosen == EVERYONE:
            cleaned["rule"] = {"everyone": True}
        elif chosen == KEEP:
            cleaned["rule"] = self.kept
        elif chosen == SOME:
            cleaned["rule"] = self._rule(cleaned)
        return cleaned

    def _rule(self, cleaned: dict[str, Any]) -> dict[str, Any] | None:
        limits: list[dict[str, Any]] = []
        for name, kind in (("organisations", "organisation"), ("designations", "designation")):
            if cleaned.get(name):
                limits.append({kind: [str(row.public_id) for row in cleaned[name]]})
        if cleaned.get("groups"):
            limits.append({"group": cleaned["groups"]})
        people = self._people(cleaned.get("people", ""))
        chosen = [limits[0] if len(limits) == 1 else {"all": limits}] if limits else []
        if people:
            chosen.append({"people": people})
        if not chosen:
            if "people" not in self.errors:
                self.add_error(
                    "audience", gettext("Choose a designation, a group, an organisation or people, or ask everyone.")
                )
            return None
        return chosen[0] if len(chosen) == 1 else {"any": chosen}

    def _people(self, text: str) -> list[str]:
        emails = {line.strip().lower() for line in text.replace(",", "\n").splitlines() if line.strip()}
        if len(emails) > MOST_PEOPLE:
            self.add_error(
                "people", gettext("Name at most %(most)s people, or choose by designation.") % {"most": MOST_PEOPLE}
            )
            return []
        found = {person.email.lower(): str(person.public_id) for person in _by_emails(self.organisation, emails)}
        missing = sorted(emails - set(found))
        if missing:
            message = gettext("Nobody with this address serves in the organisation: %(missing)s") % {
                "missing": ", ".join(missing[:10])
            }
            self.add_error("people", message)
        return sorted(found.values())

    @staticmethod
    def initial_of(item: PlanItem, organisation: "Organisation") -> dict[str, Any]:
        """What stands there now."""
        values = {
            name: getattr(item, name)
            for name in ("need", "label", "due_on", "apar_relevant", "counts_earlier", "reason")
        }
        values["reason_hi"] = item.translations.get("hi", {}).get("reason", "")
        fitting = fields_of(item.audience)
        values.update(fitting if fitting is not None else {"audience": KEEP})
        if values.get("people"):
            people = people_in(organisation).filter(public_id__in=values["people"]).order_by("email")
            values["people"] = "\n".join(people.values_list("email", flat=True))
        return {**values, "course": str(item.course.public_id), "seen": item.edition}


def fields_of(rule: dict[str, Any]) -> dict[str, Any] | None:
    """A rule as the form's fields; None for one that says more than the form can."""
    if rule == {"everyone": True}:
        return {"audience": EVERYONE}
    values: dict[str, Any] = {"audience": SOME}
    names = {"organisation": "organisations", "designation": "designations", "group": "groups"}
    parts = rule["any"] if "any" in rule and len(rule["any"]) == 2 and "people" in rule["any"][1] else [rule]
    for part in parts:
        for limit in part.get("all", [part]):
            kind, ids = next(iter(limit.items()))
            if kind == "people" and part is limit:
                values["people"] = ids
            elif kind in names and names[kind] not in values:
                values[names[kind]] = ids
            else:
                return None
    return values


def _by_emails(organisation: "Organisation", emails: set[str]) -> "QuerySet[Any]":
    return people_in(organisation).annotate(_email=Lower("email")).filter(_email__in=emails)


class PublishForm(forms.Form):
    """The office order under which a plan is put into force."""

    order_number = forms.CharField(
        label=_("Number of the office order"),
        max_length=120,
        required=False,
        help_text=_("For example A-33011/2/2026-Trg."),
    )
    order_date = forms.DateField(label=_("Date of the office order"), required=False, widget=Day)


def course_of(courses: "QuerySet[Course]", public_id: str) -> "Course | None":
    """The course that was chosen, among those the organisation may see."""
    try:
        return courses.filter(public_id=UUID(public_id)).first()
    except ValueError:
        return None
