"""What people type about levels: their own, others', and what is wrong with evidence."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competencies.evidence.services.checks import CANNOT_SAY, QUESTIONS
from competencies.framework import queries as framework

if TYPE_CHECKING:
    from competencies.framework.models import Competency


def level_choices(competency: "Competency", highest: int | None = None) -> list[tuple[int, str]]:
    """The levels of a competency's scale, each with what the competency looks like there."""
    choices = []
    for level, text in framework.levels(competency):
        if highest is None or level.number <= highest:
            words = f"{level.number}. {level.in_language('name')}"
            choices.append((level.number, f"{words}: {text.in_language('text')}" if text is not None else words))
    return choices


class _LevelField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, widget=forms.RadioSelect, **kwargs)


class _DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _OfCompetency(forms.Form):
    """A form whose levels are those of one competency."""

    def __init__(self, *args: Any, competency: "Competency", highest: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = level_choices(competency, highest)  # type: ignore[attr-defined]


class SelfAssessmentForm(_OfCompetency):
    """What one says of oneself."""

    level = _LevelField(label=_("Which of these describes how you work today?"))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example a piece of work in which it shows."),
    )


class RatingForm(_OfCompetency):
    """What a supervisor or an assessor attests."""

    level = _LevelField(label=_("Which of these describes how the person works?"))
    reason = forms.CharField(
        label=_("On what you have seen it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it."),
    )


class DisputeForm(forms.Form):
    """What is wrong with a piece of evidence."""

    reason = forms.CharField(
        label=_("What is wrong with it?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("An assessor who takes no part in it decides, and the person reads your reason."),
    )


class DecisionForm(forms.Form):
    """How an objection is decided."""

    verdict = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            ("upheld", _("The objection is right: the evidence counts no longer")),
            ("rejected", _("The objection is not right: the evidence goes on counting")),
        ],
        widget=forms.RadioSelect,
    )
    decision = forms.CharField(label=_("Reasons"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class ClaimForm(_OfCompetency):
    """What one has learnt before."""

    level = _LevelField(label=_("Which level does it prove?"))
    title = forms.CharField(label=_("What you earned"), max_length=250, help_text=_("As it stands on the document."))
    issuer = forms.CharField(label=_("Issued by"), max_length=250)
    earned_on = _DayField(label=_("Earned on"))
    valid_until = _DayField(label=_("Valid until"), required=False)
    description = forms.CharField(
        label=_("What an assessor should know"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DocumentForm(forms.Form):
    """A document that shows what is claimed."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_("PDF, JPEG or PNG, at most 5 MB; at most five documents. Only you and the assessors can open it."),
        error_messages={"empty": _("This file is empty. Choose the document itself.")},
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )


class VerificationForm(_OfCompetency):
    """What an assessor finds in a claim."""

    level = _LevelField(label=_("Which level do the documents prove?"))
    valid_until = _DayField(label=_("Valid until"), required=False, help_text=_("Leave it empty for no end."))
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you send the claim back: say what is missing."),
    )


class AnswersForm(forms.Form):
    """Three questions about one competency, each answered by a level or by "I cannot say"; `own` asks it of oneself."""

    QUESTIONS = (
        _("In everyday work, at which level does the person usually act?"),
        _("When the matter is new or difficult, at which level?"),
        _("When others ask for help or advice in it, at which level can they rely on the person?"),
    )

    OWN_QUESTIONS = (
        _("In everyday work, at which level do you usually act?"),
        _("When the matter is new or difficult, at which level?"),
        _("When others ask for help or advice in it, at which level can they rely on you?"),
    )

    def __init__(self, *args: Any, competency: "Competency", own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = self.OWN_QUESTIONS if own else self.QUESTIONS
        levels = [
            (level.number, f"{level.number}. {level.in_language('name')}") for level in competency.scale.levels.all()
        ]
        for number in range(QUESTIONS):
            field = _LevelField(label=questions[number])
            field.choices = [*levels, (CANNOT_SAY, _("I cannot say"))]
            self.fields[f"q{number + 1}"] = field

    def levels(self) -> list[int]:
        """The three answers in their order."""
        return [self.cleaned_data[f"q{number + 1}"] for number in range(QUESTIONS)]


class CompetencyForm(forms.Form):
    """Which competency it is about."""

    competency = forms.ChoiceField(label=_("Competency"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = sorted((str(found), str(found.public_id)) for found in framework.approved())
        self.fields["competency"].choices = [("", "---------"), *((key, name) for name, key in rows)]  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """Which link of the crosswalk holdings are carried along."""

    link = forms.ChoiceField(label=_("Link of the crosswalk"))

    def __init__(self, *args: Any, links: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["link"].choices = [("", "---------"), *links]  # type: ignore[attr-defined]
