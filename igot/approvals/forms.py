"""What a decider writes."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """A comment, and the step it was written for: a step decided meanwhile is not decided by mistake."""

    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed when you send it back: write what has to be changed."),
    )
    step = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
