"""What people are told about what they are asked."""

from django.utils.translation import gettext_lazy as _

from igot.notifications.kinds import NoticeKind, register

register(
    NoticeKind(
        name="capacity_plans.assigned",
        cls="statutory",
        label=_("A plan asks me to take courses"),
        title=_("%(organisation)s asks you to take courses: %(plan)s"),
        body=_("Open the list of what you are asked to see the courses, the due dates, and why they are asked of you."),
    )
)
register(
    NoticeKind(
        name="capacity_plans.met",
        cls="transactional",
        label=_("I have done what a plan asked"),
        title=_("Done: %(course)s"),
        body=_("You have completed what %(plan)s asked of you."),
        mail_by_default=False,
    )
)
