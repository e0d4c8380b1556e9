"""What an administrator says about an attempt that is to count no longer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.voiding.services import LONGEST_REASON


class VoidForm(forms.Form):
    """Why, and whether it is made up for."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The learner reads it: what happened, when, and where it is recorded."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    grant_another = forms.BooleanField(
        label=_("Grant another attempt in its place"),
        required=False,
        initial=True,
        help_text=_("Empty, as for malpractice: the voided attempt uses up one of those that the paper allows."),
    )
