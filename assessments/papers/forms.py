"""The paper's settings, and the lines of its questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.papers import rules
from assessments.papers.models import PaperSection, PaperVersion
from assessments.papers.services import SectionDraft
from igot.kernel.numbers import whole

MOST_SECTIONS = 9


class PaperForm(forms.Form):
    """The settings of a paper."""

    title = forms.CharField(label=_("Title"), max_length=200)
    title_hi = forms.CharField(
        label=_("Title in Hindi"), max_length=200, required=False, widget=forms.TextInput(attrs={"lang": "hi"})
    )
    instructions = forms.CharField(
        label=_("Instructions"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    instructions_hi = forms.CharField(
        label=_("Instructions in Hindi"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "hi"}),
    )
    minutes = forms.IntegerField(
        label=_("Time in minutes"),
        min_value=1,
        max_value=rules.LONGEST_MINUTES,
        required=False,
        help_text=_("Empty means no time limit."),
    )
    attempts_allowed = forms.IntegerField(
        label=_("Attempts allowed"), min_value=1, max_value=rules.MOST_ATTEMPTS, initial=3
    )
    cool_down_hours = forms.IntegerField(
        label=_("Hours to wait between attempts"), min_value=0, max_value=rules.LONGEST_COOL_DOWN, initial=0
    )
    pass_by = forms.ChoiceField(label=_("Passed by"), choices=PaperVersion.PassBy.choices, initial="total")
    pass_percent = forms.DecimalField(
        label=_("Pass mark in percent"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        initial=60,
        help_text=_("Of the total marks. When every section must be passed, each section's cut-off counts instead."),
    )
    negative_percent = forms.DecimalField(
        label=_("Negative marking in percent"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        initial=0,
        required=False,
        help_text=_("What a wrong answer takes off, in percent of the marks of its question. Empty means nothing."),
    )
    partial_credit = forms.BooleanField(
        label=_("Give part of the marks where several answers are right"), required=False
    )
    shuffle = forms.BooleanField(label=_("Shuffle questions and options"), required=False, initial=True)
    review = forms.ChoiceField(
        label=_("Shown after the attempt"),
        choices=PaperVersion.Review.choices,
        initial=PaperVersion.Review.EVERYTHING,
        help_text=_("Right answers and explanations are shown once somebody has passed or has no attempts left."),
    )

    def settings(self, before: PaperVersion | None = None) -> dict[str, Any]:
        """What the services ask for; languages that the form does not show are kept."""
        data = dict(self.cleaned_data)
        hindi = {"title": data.pop("title_hi").strip(), "instructions": data.pop("instructions_hi").strip()}
        translations = {code: texts for code, texts in (before.translations if before else {}).items() if code != "hi"}
        if any(hindi.values()):
            translations["hi"] = {name: text for name, text in hindi.items() if text}
        return {**data, "negative_percent": data["negative_percent"] or 0, "translations": translations}


def initial_of(version: PaperVersion) -> dict[str, Any]:
    """What the form shows of a version."""
    hindi = version.translations.get("hi", {})
    values = {name: getattr(version, name) for name in rules.SETTINGS if name != "translations"}
    return {**values, "title_hi": hindi.get("title", ""), "instructions_hi": hindi.get("instructions", "")}


class LineForm(forms.Form):
    """A question of the paper: where it stands and what it is worth."""

    place = forms.IntegerField(label=_("Order"), min_value=1, max_value=999)
    section = forms.IntegerField(label=_("Section"), min_value=1, max_value=MOST_SECTIONS)
    marks = forms.DecimalField(label=_("Marks"), min_value=0, max_value=rules.MOST_MARKS, decimal_places=2)
    remove = forms.BooleanField(label=_("Remove"), required=False)


class SectionForm(forms.Form):
    """A section's title and cut-off."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    title_hi = forms.CharField(
        label=_("Title in Hindi"), max_length=200, required=False, widget=forms.TextInput(attrs={"lang": "hi"})
    )
    cut_off_percent = forms.DecimalField(
        label=_("Cut-off in percent"), min_value=0, max_value=100, decimal_places=2, initial=0
    )


class Lines:
    """The whole table of a draft: its sections, and its questions in the order shown."""

    def __init__(self, sections: Sequence[PaperSection], data: Any = None) -> None:
        self.items = [(section, item) for section in sections for item in section.items.all()]
        numbers = {section.pk: section.place for section in sections}
        self.forms: list[LineForm] = []
        for count, (section, item) in enumerate(self.items, start=1):
            start = {"place": count, "section": numbers[section.pk], "marks": item.marks}
            self.forms.append(LineForm(data, initial=start, prefix=f"item-{item.question.public_id}"))
        self.section_forms: list[SectionForm] = []
        wanted = self._highest(data) if data is not None else 0
        for number in range(1, max(len(sections), wanted, 1) + 1):
            known = next((section for section in sections if section.place == number), None)
            sent = data is not None and f"section-{number}-cut_off_percent" in data
            start = {"title": "", "title_hi": "", "cut_off_percent": 0}
            if known is not None:
                hindi = known.translations.get("hi", {}).get("title", "")
                start = {"title": known.title, "title_hi": hindi, "cut_off_percent": known.cut_off_percent}
            self.section_forms.append(SectionForm(data if sent else None, initial=start, prefix=f"section-{number}"))

    def _highest(self, data: Any) -> int:
        sent = [whole(data.get(form.add_prefix("section"), "")) for form in self.forms]
        return max((number for number in sent if 0 < number <= MOST_SECTIONS), default=1)

    def rows(self) -> list[tuple[Any, LineForm]]:
        """Each question with its line."""
        return [(item, form) for (_section, item), form in zip(self.items, self.forms, strict=True)]

    def is_valid(self) -> bool:
        """Whether every line is filled in."""
        bound: list[forms.Form] = [form for form in self.section_forms if form.is_bound]
        return not [form for form in [*self.forms, *bound] if not form.is_valid()]

    def drafts(self) -> list[SectionDraft]:
        """The sections as they shall be: empty ones are left out, but one always stays."""
        lines: dict[int, list[tuple[int, Any, Any]]] = {}
        for (_section, item), form in zip(self.items, self.forms, strict=True):
            data = form.cleaned_data
            if not data["remove"]:
                lines.setdefault(data["section"], []).append((data["place"], item.question, data["marks"]))
        drafts = []
        for number, section in enumerate(self.section_forms, start=1):
            kept = sorted(lines.get(number, []), key=lambda line: line[0])
            if not kept and len(self.section_forms) > 1:
                continue
            values: Mapping[str, Any] = section.cleaned_data if section.is_bound else section.initial
            drafts.append(
                SectionDraft(
                    title=values["title"],
                    cut_off_percent=values["cut_off_percent"],
                    translations={"hi": {"title": values["title_hi"]}} if values["title_hi"] else {},
                    items=[(question, marks) for _place, question, marks in kept],
                )
            )
        return drafts or [SectionDraft(items=[])]
