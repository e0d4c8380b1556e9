"""What administrators type about a certificate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.certificates.services import LONGEST_REASON


class ReasonForm(forms.Form):
    """Why a certificate is revoked or replaced."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The holder reads it, and so does everybody who verifies the certificate."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
