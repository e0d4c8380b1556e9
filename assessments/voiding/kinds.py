"""Whose attempt was voided is told."""

from django.utils.translation import gettext_lazy as _

from igot.notifications.kinds import NoticeKind, register

register(
    NoticeKind(
        name="assessments.attempt_voided",
        cls="statutory",
        title=_("Your attempt at “%(title)s” was voided"),
        body=_("It no longer counts; the page of the attempt says how many are left. The reason given: %(reason)s"),
        label=_("An attempt was voided"),
    )
)
