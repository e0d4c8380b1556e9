"""The question editor: one form per kind of question, and a line for each option."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import LONGEST_OPTION, LONGEST_STEM, MOST_OPTIONS
from assessments.bank.models import QuestionVersion
from competencies.framework import queries as framework
from igot.kernel.numbers import whole

Kind = QuestionVersion.Kind
LEVELS = [("", _("None")), *((number, str(number)) for number in range(1, 6))]
DIFFICULTIES = [(1, _("1 - easy")), (2, "2"), (3, _("3 - medium")), (4, "4"), (5, _("5 - hard"))]
FIRST_LINES, FURTHER_LINES = 4, 2


def _area(rows: int, **more: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **more})


def competency_choices(nothing: Any) -> list[tuple[str, str]]:
    """Every approved competency by its name in the reader's language; what it says where none is chosen."""
    approved = [(str(found.public_id), str(found.in_language("name"))) for found in framework.approved()]
    return [("", nothing), *sorted(approved, key=lambda choice: choice[1])]


class QuestionForm(forms.Form):
    """What every kind of question has."""

    stem = forms.CharField(label=_("Question"), max_length=LONGEST_STEM, widget=_area(3))
    stem_hi = forms.CharField(
        label=_("Question in Hindi"), max_length=LONGEST_STEM, required=False, widget=_area(3, lang="hi")
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        max_length=LONGEST_STEM,
        required=False,
        widget=_area(3),
        help_text=_("Why the right answer is right. Shown after the attempt, if the paper allows it."),
    )
    explanation_hi = forms.CharField(
        label=_("Explanation in Hindi"), max_length=LONGEST_STEM, required=False, widget=_area(3, lang="hi")
    )
    competency = forms.ChoiceField(label=_("Competency"), required=False)
    level = forms.TypedChoiceField(label=_("Level"), choices=LEVELS, coerce=int, empty_value=None, required=False)
    difficulty = forms.TypedChoiceField(label=_("Difficulty"), choices=DIFFICULTIES, coerce=int, initial=2)

    field_order = ("stem", "stem_hi", "right", "number", "tolerance", "texts", "explanation", "explanation_hi")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].choices = competency_choices(_("None"))  # type: ignore[attr-defined]

    def key(self) -> dict[str, Any]:
        """The key, where the form itself holds it."""
        return {}

    def values(self) -> dict[str, Any]:
        """What the services ask for, without options and key."""
        data = self.cleaned_data
        chosen = data["competency"]
        hindi = {"stem": data["stem_hi"].strip(), "explanation": data["explanation_hi"].strip()}
        return {
            "stem": data["stem"],
            "explanation": data["explanation"],
            "competency": framework.competency(UUID(chosen)) if chosen else None,
            "level": data["level"],
            "difficulty": data["difficulty"],
            "translations": {"hi": found} if (found := {name: text for name, text in hindi.items() if text}) else {},
        }


class TrueFalseForm(QuestionForm):
    """A statement that is true or false."""

    right = forms.ChoiceField(
        label=_("Right answer"), choices=[("true", _("True")), ("false", _("False"))], widget=forms.RadioSelect
    )

    def key(self) -> dict[str, Any]:
        return {"options": [self.cleaned_data["right"]]}


class NumericForm(QuestionForm):
    """A number, with a tolerance."""

    number = forms.CharField(label=_("Right number"), max_length=40, help_text=_("Such as 1,50,000 or 2.5."))
    tolerance = forms.CharField(
        label=_("Tolerance"),
        max_length=40,
        required=False,
        help_text=_("How far an answer may lie from the number and still be right. Empty means exactly."),
    )

    def key(self) -> dict[str, Any]:
        return {"number": self.cleaned_data["number"], "tolerance": self.cleaned_data["tolerance"]}


class FillForm(QuestionForm):
    """A word or phrase."""

    texts = forms.CharField(
        label=_("Accepted answers"),
        widget=_area(4),
        help_text=_("One on each line, in any language. Capital letters and spaces do not matter."),
    )

    def key(self) -> dict[str, Any]:
        return {"texts": self.cleaned_data["texts"].splitlines()}


FORMS: dict[str, type[QuestionForm]] = {
    Kind.SINGLE: QuestionForm,
    Kind.MULTIPLE: QuestionForm,
    Kind.TRUE_FALSE: TrueFalseForm,
    Kind.NUMERIC: NumericForm,
    Kind.FILL: FillForm,
}


class OptionForm(forms.Form):
    """One option. An empty line is left out."""

    id = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Option"), required=False, max_length=LONGEST_OPTION)
    text_hi = forms.CharField(
        label=_("In Hindi"), required=False, max_length=LONGEST_OPTION, widget=forms.TextInput(attrs={"lang": "hi"})
    )
    right = forms.BooleanField(label=_("Right"), required=False)


OptionSet = forms.formset_factory(OptionForm, extra=0, max_num=MOST_OPTIONS, validate_max=True)


def has_options(kind: str) -> bool:
    """Whether the editor asks for options of one's own."""
    return kind in (Kind.SINGLE, Kind.MULTIPLE)


def blank_lines(count: int = FIRST_LINES) -> list[dict[str, Any]]:
    """Lines for options that are not written yet."""
    return [{} for _line in range(count)]


def with_more_lines(posted: Mapping[str, Any]) -> dict[str, Any]:
    """The posted form with further empty lines for options."""
    data = dict(posted.items())
    lines = whole(data.get("options-TOTAL_FORMS", "0"))
    data["options-TOTAL_FORMS"] = str(min(lines + FURTHER_LINES, MOST_OPTIONS))
    return data


def options_in(lines: Any) -> tuple[list[dict[str, str]], dict[str, Any], dict[str, str]]:
    """Options, key and Hindi texts from the lines that are not empty; new options get the next free letter."""
    written = [line for line in lines.cleaned_data if line.get("text", "").strip()]
    taken = {line["id"] for line in written if line["id"]}
    free = (letter for letter in string.ascii_lowercase if letter not in taken)
    options, right, hindi = [], [], {}
    for line in written:
        name = line["id"] or next(free)
        options.append({"id": name, "text": line["text"].strip()})
        if line["right"]:
            right.append(name)
        if line["text_hi"].strip():
            hindi[name] = line["text_hi"].strip()
    return options, {"options": right}, hindi


def initial_of(version: QuestionVersion) -> dict[str, Any]:
    """What the editor shows of a version."""
    hindi = version.translations.get("hi", {})
    return {
        "stem": version.stem,
        "stem_hi": hindi.get("stem", ""),
        "explanation": version.explanation,
        "explanation_hi": hindi.get("explanation", ""),
        "competency": str(version.competency.public_id) if version.competency else "",
        "level": version.level,
        "difficulty": version.difficulty,
        "right": _true_or_false(version),
        "number": version.key.get("number"),
        "tolerance": version.key.get("tolerance"),
        "texts": "\n".join(version.key.get("texts", [])),
    }


def _true_or_false(version: QuestionVersion) -> str:
    """Which of the two is right; imported questions name their options otherwise, in the order true, false."""
    if version.kind != Kind.TRUE_FALSE:
        return ""
    first = version.options[0]["id"] if version.options else ""
    return "true" if version.key["options"] == [first] else "false"


def lines_of(version: QuestionVersion) -> list[dict[str, Any]]:
    """The lines of a version's options."""
    hindi = version.translations.get("hi", {}).get("options", {})
    return [
        {
            "id": option["id"],
            "text": option["text"],
            "text_hi": hindi.get(option["id"], ""),
            "right": option["id"] in version.key["options"],
        }
        for option in version.options
    ]


class FilterForm(forms.Form):
    """What narrows the list of questions."""

    q = forms.CharField(label=_("Words of the question"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices])
    competency = forms.ChoiceField(label=_("Competency"), required=False)
    archived = forms.BooleanField(label=_("Archived ones"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].choices = competency_choices(_("All competencies"))  # type: ignore[attr-defined]

    def criteria(self) -> dict[str, Any]:
        """The arguments of `bank.queries.search`; what is not understood narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        chosen = data.get("competency")
        return {
            "text": data.get("q", ""),
            "kind": data.get("kind", ""),
            "competency": UUID(chosen) if chosen else None,
            "archived": bool(data.get("archived")),
        }
