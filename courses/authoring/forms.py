"""What providers fill in."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from courses.authoring.models import Course, Release, Resource

LICENCES = [
    ("", _("Choose a licence")),
    ("CC-BY-4.0", _("Creative Commons Attribution 4.0 (CC BY)")),
    ("CC-BY-SA-4.0", _("Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA)")),
    ("CC-BY-NC-4.0", _("Creative Commons Attribution-NonCommercial 4.0 (CC BY-NC)")),
    ("CC0-1.0", _("Public domain (CC0)")),
    ("GODL-India", _("Government Open Data Licence – India")),
    ("proprietary", _("All rights reserved; for learners on this platform only")),
]
LANGUAGES = [(code, get_language_info(code)["name_local"].title()) for code, _name in settings.LANGUAGES]
MARKDOWN_HINT = _(
    "Write in Markdown: an empty line begins a paragraph, ## a heading, * an item of a list, **bold**, "
    "[text](https://address). Programs and styles are removed."
)


def other_language(language: str) -> str:
    """The language a text is translated into: Hindi, or English for a Hindi original."""
    return "en" if language == "hi" else "hi"


def _text(rows: int, **more: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **more})


class CourseForm(forms.Form):
    """Begin a course."""

    title = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Language the course is written in"), choices=LANGUAGES)
    key = forms.UUIDField(widget=forms.HiddenInput)


class _Bilingual(forms.Form):
    """Marks the fields of the second language, so that a screen reader speaks them rightly."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.second = other_language(language)
        in_second = get_language_info(self.second)["name_local"].title()
        for name, field in self.fields.items():
            field.widget.attrs["lang"] = self.second if name.startswith("other_") else language
            if name.startswith("other_"):
                field.label = format_lazy("{} ({})", self.fields[name.removeprefix("other_")].label, in_second)

    def translated(self, *names: str) -> dict[str, dict[str, Any]]:
        """The second language's texts, as services want them."""
        return {self.second: {name: self.cleaned_data[f"other_{name}"] for name in names}}

    def first_fields(self) -> list[forms.BoundField]:
        """The fields of the first language."""
        return [field for field in self.visible_fields() if not field.name.startswith("other_")]

    def second_fields(self) -> list[forms.BoundField]:
        """The fields of the second language."""
        return [field for field in self.visible_fields() if field.name.startswith("other_")]


class Lines(forms.CharField):
    """One entry per line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=_text(5), **kwargs)

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [line.strip(" *-•\t") for line in (value or "").splitlines() if line.strip(" *-•\t")]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class Words(forms.CharField):
    """Entries divided by commas."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [word.strip() for word in re.split(r"[,;\n]", value or "") if word.strip()]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class DetailsForm(_Bilingual):
    """Describe a course."""

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("Summary"), help_text=_("What it is about, in two or three sentences."), required=False, widget=_text(3)
    )
    outcomes = Lines(label=_("Outcomes"), help_text=_("What a learner can do afterwards: one per line."))
    keywords = Words(label=_("Keywords"), help_text=_("Divide them by commas."), required=False)
    audience = forms.CharField(label=_("For whom"), max_length=300, required=False)
    licence = forms.ChoiceField(label=_("Licence"), choices=LICENCES, required=False)
    language = forms.ChoiceField(label=_("Language the course is written in"), choices=LANGUAGES)
    visibility = forms.ChoiceField(label=_("Who may find it"), choices=Course.Visibility.choices)
    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, at most 5 MB. Leave it empty to keep the one there is."),
        required=False,
    )
    other_title = forms.CharField(max_length=200, required=False)
    other_summary = forms.CharField(required=False, widget=_text(3))
    other_outcomes = Lines()
    other_audience = forms.CharField(max_length=300, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, release: Release, **kwargs: Any) -> None:
        super().__init__(*args, language=release.language, **kwargs)
        if release.course.current_id is not None:
            del self.fields["visibility"]
        licence = self.fields["licence"]
        if release.licence and release.licence not in dict(LICENCES):
            licence.choices = [*LICENCES, (release.licence, release.licence)]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(release: Release) -> dict[str, Any]:
        """What the form shows of a release."""
        names = ("title", "summary", "outcomes", "keywords", "audience", "licence", "language")
        texts = release.translations.get(other_language(release.language), {})
        translated = {f"other_{name}": texts.get(name, "") for name in ("title", "summary", "outcomes", "audience")}
        return {name: getattr(release, name) for name in names} | translated | {"visibility": release.course.visibility}

    def changes(self) -> dict[str, Any]:
        """What `change_release` is told."""
        names = ("title", "summary", "outcomes", "keywords", "audience", "licence", "language", "visibility")
        values = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return values | {"translations": self.translated("title", "summary", "outcomes", "audience")}


class ModuleForm(_Bilingual):
    """Name a module."""

    title = forms.CharField(label=_("Title"), max_length=200)
    other_title = forms.CharField(max_length=200, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)


FILE_HINTS = {
    Resource.Kind.VIDEO: _("MP4 (H.264), at most %(limit)s MB."),
    Resource.Kind.AUDIO: _("MP3, Ogg or M4A, at most %(limit)s MB."),
    Resource.Kind.PDF: _("PDF without scripts, attachments or password, at most %(limit)s MB."),
}


class ResourceForm(_Bilingual):
    """Add or change a resource; which fields there are depends on its kind."""

    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(label=_("Text"), help_text=MARKDOWN_HINT, required=False, widget=_text(18))
    url = forms.CharField(label=_("Address"), help_text=_("It begins with https://"), max_length=500)
    file = forms.FileField(label=_("File"), required=False)
    paper = forms.ChoiceField(label=_("Paper"), required=False)
    transcript = forms.CharField(
        label=_("Transcript"),
        help_text=_("What is said, for those who cannot hear it."),
        required=False,
        widget=_text(6),
    )
    captions = forms.FileField(
        label=_("Captions"), help_text=_("A WebVTT file (.vtt), at most 1 MB; one per language."), required=False
    )
    captions_language = forms.ChoiceField(label=_("Language of the captions"), choices=LANGUAGES, required=False)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        help_text=_("Leave it empty to take it from the file or the length of the text."),
        min_value=1,
        max_value=6000,
        required=False,
    )
    mandatory = forms.BooleanField(label=_("Needed to complete the course"), required=False)
    other_title = forms.CharField(max_length=200, required=False)
    other_body = forms.CharField(required=False, widget=_text(18))
    other_transcript = forms.CharField(required=False, widget=_text(6))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    asset = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    OF_KIND = {
        Resource.Kind.PAGE: {"body", "other_body"},
        Resource.Kind.VIDEO: {"file", "transcript", "other_transcript", "captions", "captions_language"},
        Resource.Kind.AUDIO: {"file", "transcript", "other_transcript", "captions", "captions_language"},
        Resource.Kind.PDF: {"file"},
        Resource.Kind.LINK: {"url"},
        Resource.Kind.ASSESSMENT: {"paper"},
    }
    ALWAYS = {"title", "other_title", "minutes", "mandatory", "key", "asset", "seen"}

    def __init__(self, *args: Any, kind: str, papers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.ALWAYS | self.OF_KIND[Resource.Kind(kind)]
        for name in set(self.fields) - kept:
            del self.fields[name]
        if "file" in kept:
            hint = FILE_HINTS[Resource.Kind(kind)]
            self.fields["file"].help_text = hint % {"limit": settings.UPLOAD_LIMITS_MB[kind]}
        if "paper" in kept:
            self.fields["paper"].choices = [("", _("None yet")), *papers]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(resource: Resource, language: str) -> dict[str, Any]:
        """What the form shows of a resource."""
        texts = resource.translations.get(other_language(language), {})
        names = ("title", "body", "url", "transcript", "minutes", "mandatory", "key")
        translated = {f"other_{name}": texts.get(name, "") for name in ("title", "body", "transcript")}
        paper = str(resource.paper.public_id) if resource.paper else ""
        return {name: getattr(resource, name) for name in names} | translated | {"paper": paper}

    def values(self) -> dict[str, Any]:
        """What the services are told, but for the file and the paper."""
        names = ("title", "body", "url", "transcript", "minutes", "mandatory")
        values = {name: self.cleaned_data[name] for name in names if name in self.fields}
        texts = [name for name in ("title", "body", "transcript") if f"other_{name}" in self.fields]
        return values | {"translations": self.translated(*texts)}


class TagForm(forms.Form):
    """Put a competency and its level on a course."""

    competency = forms.UUIDField(widget=forms.HiddenInput)
    level = forms.IntegerField(label=_("Level"), min_value=1, max_value=9)


class VisibilityForm(forms.Form):
    """Who may find a course."""

    visibility = forms.ChoiceField(
        label=_("Who may find it"), choices=Course.Visibility.choices, widget=forms.RadioSelect
    )


class ShareForm(forms.Form):
    """Share a course with an organisation and all below it."""

    organisation = forms.CharField(
        label=_("Short name of the organisation"),
        help_text=_("As it stands in its address, for example dopt."),
        max_length=60,
    )
