"""What another key is: the fields follow the kind of the question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.bank.models import Correction, QuestionVersion
from assessments.bank.presenting import option_text
from assessments.grading.scoring import CHOICES

Kind = QuestionVersion.Kind


class CorrectionForm(forms.Form):
    """What is wrong, what is right, and why."""

    kind = forms.ChoiceField(
        label=_("What is corrected"), choices=Correction.Kind.choices, widget=forms.RadioSelect, initial="key"
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever approves it reads this, and everybody whose result changes."),
    )
    may_fall = forms.BooleanField(
        label=_("Results may fall, too"),
        required=False,
        help_text=_(
            "Leave this empty unless the result decides about something that others are owed: then nobody loses by the "
            "correction. A certificate is never taken away by it; its issuer revokes it, with a reason."
        ),
    )

    def __init__(self, version: QuestionVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        first = {"required": False}
        if version.kind in CHOICES:
            self.fields["key"] = forms.MultipleChoiceField(
                label=_("Right answers"),
                choices=[(option["id"], option_text(version, option)) for option in version.options],
                widget=forms.CheckboxSelectMultiple,
                initial=version.key["options"],
                help_text=""
                if version.kind == Kind.MULTIPLE
                else _("If you choose several, each of them is accepted as right."),
                **first,  # type: ignore[arg-type]
            )
        elif version.kind == Kind.NUMERIC:
            self.fields["key"] = forms.CharField(label=_("Right number"), initial=version.key["number"], **first)  # type: ignore[arg-type]
            self.fields["tolerance"] = forms.CharField(
                label=_("Tolerance"),
                initial=version.key.get("tolerance", ""),
                **first,  # type: ignore[arg-type]
            )
        else:
            self.fields["key"] = forms.CharField(
                label=_("Accepted answers"),
                widget=forms.Textarea(attrs={"rows": 4}),
                initial="\n".join(version.key["texts"]),
                help_text=_("One on each line, in any language. Capital letters and spaces do not matter."),
                **first,  # type: ignore[arg-type]
            )
        self.order_fields(["kind", "key", "tolerance", "reason", "may_fall"])

    def arguments(self) -> dict[str, Any]:
        """What `preview_correction` asks for."""
        data = self.cleaned_data
        if self.version.kind in CHOICES:
            key: dict[str, Any] = {"options": data["key"]}
        elif self.version.kind == Kind.NUMERIC:
            key = {"number": data["key"], "tolerance": data["tolerance"]}
        else:
            key = {"texts": data["key"].splitlines()}
        return {"kind": data["kind"], "key": key, "reason": data["reason"], "only_upwards": not data["may_fall"]}
