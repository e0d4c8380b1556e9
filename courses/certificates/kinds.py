"""What certificates tell people, and that a completion issues one."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courses.certificates import services
from courses.learning.consequences import on_completion
from courses.learning.models import CompletionDecision, Enrolment
from igot.notifications.kinds import NoticeKind, register

register(
    NoticeKind(
        name="courses.certificate_issued",
        cls="transactional",
        title=_("Your certificate for “%(course)s”"),
        body=_("You have completed “%(course)s”. Your certificate has the number %(serial)s."),
        label=_("A certificate was issued"),
    )
)
register(
    NoticeKind(
        name="courses.certificate_revoked",
        cls="statutory",
        title=_("Your certificate %(serial)s was revoked"),
        body=_("The certificate for “%(course)s” holds no longer. The reason given: %(reason)s"),
        label=_("A certificate was revoked"),
    )
)
register(
    NoticeKind(
        name="courses.certificate_replaced",
        cls="transactional",
        title=_("Your certificate %(old)s was replaced by %(serial)s"),
        body=_("The certificate for “%(course)s” was issued anew. The reason given: %(reason)s"),
        label=_("A certificate was replaced by a corrected one"),
    )
)


@on_completion
def issue(enrolment: Enrolment, decision: CompletionDecision, at: datetime) -> None:
    """A completed course is certified in the same transaction."""
    services.issue(enrolment=enrolment, decision=decision, at=at)
