"""What the question editor sends, turned into a service's arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.bank import forms
from assessments.bank.models import QuestionVersion
from igot.kernel.errors import Refused
from igot.kernel.forms import show_refusal

# A service names its own fields; the forms have others in some places.
FIELDS = {"key": ("right", "number", "texts")}


@dataclass
class Editor:
    """The form of one kind of question and, for kinds with options, their lines."""

    kind: str
    form: forms.QuestionForm
    lines: Any
    before: QuestionVersion | None = None

    def is_valid(self) -> bool:
        """Whether the forms are filled in."""
        return self.form.is_valid() and (self.lines is None or self.lines.is_valid())

    def arguments(self) -> dict[str, Any]:
        """What `add_question` and `revise_question` ask for."""
        values = self.form.values()
        options: list[dict[str, str]] = []
        key = self.form.key()
        if self.lines is not None:
            options, key, hindi = forms.options_in(self.lines)
            if hindi:
                values["translations"].setdefault("hi", {})["options"] = hindi
        if self.before is not None:
            others = {code: texts for code, texts in self.before.translations.items() if code != "hi"}
            values["translations"] = {**others, **values["translations"]}
        return {"kind": self.kind, "options": options, "key": key, **values}

    def show(self, refusal: Refused) -> None:
        """Write a refusal beside the fields it concerns."""
        named = {}
        for name, texts in refusal.fields.items():
            places = [place for place in FIELDS.get(name, ()) if place in self.form.fields]
            named[places[0] if places else name] = texts
        show_refusal(self.form, Refused(refusal.message, fields=named))


def empty(kind: str) -> Editor:
    """An editor for a new question."""
    lines = forms.OptionSet(initial=forms.blank_lines(), prefix="options") if forms.has_options(kind) else None
    return Editor(kind, forms.FORMS[kind](), lines)


def filled(version: QuestionVersion) -> Editor:
    """An editor that shows a version."""
    lines = None
    if forms.has_options(version.kind):
        lines = forms.OptionSet(initial=forms.lines_of(version), prefix="options")
    return Editor(version.kind, forms.FORMS[version.kind](initial=forms.initial_of(version)), lines)


def posted(kind: str, data: Mapping[str, Any], before: QuestionVersion | None = None) -> Editor:
    """An editor with what was sent; of the version `before`, languages that the editor does not show are kept."""
    lines = forms.OptionSet(data, prefix="options") if forms.has_options(kind) else None
    return Editor(kind, forms.FORMS[kind](data), lines, before)


def with_more_lines(kind: str, data: Mapping[str, Any]) -> Editor:
    """An editor with what was sent and further lines for options; nothing is checked yet."""
    more = forms.with_more_lines(data)
    editor = posted(kind, more)
    editor.form = forms.FORMS[kind](initial={name: more.get(name, "") for name in forms.FORMS[kind].base_fields})
    lines = int(more["options-TOTAL_FORMS"])
    fields = ("id", "text", "text_hi", "right")
    initial = [{name: more.get(f"options-{line}-{name}", "") for name in fields} for line in range(lines)]
    editor.lines = forms.OptionSet(initial=initial, prefix="options")
    return editor
