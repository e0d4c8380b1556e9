"""Upload a sheet; ask for a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from igot.imports.kinds import ExportKind, ImportKind


class UploadForm(forms.Form):
    """A sheet of a kind. `again` appears once the very same file was met before."""

    kind = forms.ChoiceField(label=_("What the sheet holds"))
    file = forms.FileField(
        label=_("Sheet"),
        help_text=_("CSV (UTF-8) or .xlsx, at most 10 MB and 10,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        allow_empty_file=True,
    )
    again = forms.BooleanField(label=_("Upload it again"), required=False)

    def __init__(self, *args: Any, kinds: list[ImportKind], offer_again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        if not offer_again:
            self.fields["again"].widget = forms.HiddenInput()


class ExportForm(forms.Form):
    """Which file somebody wants."""

    kind = forms.ChoiceField(label=_("What the file shall hold"))

    def __init__(self, *args: Any, kinds: list[ExportKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in kinds]  # type: ignore[attr-defined]
