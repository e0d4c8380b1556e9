"""What people are told about their levels."""

from django.utils.translation import gettext_lazy as _

from igot.notifications import kinds
from igot.notifications.kinds import NoticeKind

kinds.register(
    NoticeKind(
        name="competencies.level_reached",
        cls="social",
        label=_("I reached a new level in a competency"),
        title=_("You now hold level %(level)s in %(competency)s"),
        body=_("Your passbook shows the evidence it rests on."),
        mail_by_default=False,
    )
)
