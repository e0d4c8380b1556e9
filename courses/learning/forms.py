"""What learners type about an enrolment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.learning.services.enrolment import LONGEST_REASON


class WithdrawForm(forms.Form):
    """Why a course is given up."""

    reason = forms.CharField(
        label=_("Why are you giving this course up?"),
        help_text=_("A few words are enough. Only you and those who run your organisation's learning see them."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
