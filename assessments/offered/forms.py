"""How a paper is offered by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.bank.forms import competency_choices
from assessments.offered.models import OfferedAssessment
from competencies.framework import queries as framework


class OfferForm(forms.Form):
    """What a pass shows, and who may sit it."""

    competency = forms.ChoiceField(label=_("Competency"))
    level = forms.IntegerField(
        label=_("Level"), min_value=1, help_text=_("Whoever passes has shown the competency at this level.")
    )
    summary = forms.CharField(label=_("What is examined"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    summary_hi = forms.CharField(
        label=_("What is examined, in Hindi"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "hi"}),
    )
    for_everyone = forms.BooleanField(
        label=_("For everyone"), required=False, initial=True, help_text=_("Otherwise for the own offices only.")
    )

    def __init__(self, *args: Any, offered: OfferedAssessment | None = None, **kwargs: Any) -> None:
        if offered is not None:
            kwargs["initial"] = {
                "competency": str(offered.competency.public_id),
                "level": offered.level,
                "summary": offered.summary,
                "summary_hi": offered.translations.get("hi", {}).get("summary", ""),
                "for_everyone": offered.for_everyone,
            }
        super().__init__(*args, **kwargs)
        self.fields["competency"].choices = competency_choices(_("Choose one"))  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """What `offer_assessment` asks for."""
        data = self.cleaned_data
        return {**data, "competency": framework.competency(UUID(data["competency"]))}
