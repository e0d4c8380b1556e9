"""Take a course up, give it up, take it up again."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from courses.learning.access import ON_ITS_WAY
from courses.learning.facts import Enrolled, EnrolmentWithdrawn
from courses.learning.models import Enrolment
from igot.journal.services import publish
from igot.kernel.errors import NotYet, Refused

if TYPE_CHECKING:
    from courses.authoring.models import Course
    from igot.accounts.models import User

State = Enrolment.State
LONGEST_REASON = 500


@transaction.atomic
def enrol(*, learner: "User", course: "Course", source: str = Enrolment.Source.SELF, at: datetime) -> Enrolment:
    """Enrol the learner in what the course teaches now; once enrolled, that stays their release.

    However often it is asked, there is one enrolment. One that was given up goes on where it stopped. Raises Refused
    (`no_organisation`, `not_published`), NotYet where it still lies in the organisation they were transferred from.
    """
    if learner.organisation is None:
        raise Refused(
            _("Only people with a posting can take a course. Ask your administrator for one."), code="no_organisation"
        )
    if course.current is None:
        raise Refused(_("This course is not published."), code="not_published")
    try:
        enrolment, is_new = Enrolment.objects.get_or_create(
            learner=learner,
            course=course,
            cycle=1,
            defaults={
                "organisation": learner.organisation,
                "release": course.current,
                "source": source,
                "enrolled_at": at,
                "last_active_at": at,
            },
        )
    except IntegrityError:
        raise NotYet(ON_ITS_WAY, code="on_its_way") from None
    if not is_new:
        again = Enrolment.objects.filter(pk=enrolment.pk, state=State.WITHDRAWN)
        state = State.IN_PROGRESS if enrolment.started_at else State.ENROLLED
        is_new = bool(again.update(state=state, withdrawn_at=None, withdrawn_reason="", last_active_at=at))
        enrolment.refresh_from_db()
    if is_new:
        publish(
            Enrolled(
                enrolment=str(enrolment.public_id),
                person=str(learner.public_id),
                course=str(course.public_id),
                source=source,
            ),
            organisation=enrolment.organisation, actor=learner, subject=enrolment, at=at,
        )  # fmt: skip
    return enrolment


@transaction.atomic
def withdraw(*, enrolment: Enrolment, reason: str, at: datetime) -> Enrolment:
    """The learner gives the course up; everything they did is kept, and enrolling again goes on from there.

    Raises Refused (`reason`, or `completed`: what was completed stays so). Doing it twice changes nothing.
    """
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say in a few words why you are giving this course up."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(_("Give the reason in at most %(most)s characters.") % {"most": LONGEST_REASON}, field="reason")
    locked = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("organisation", "learner", "course")
        .get(pk=enrolment.pk)
    )
    if locked.state == State.COMPLETED:
        raise Refused(_("You have completed this course; a completed course cannot be given up."), code="completed")
    if locked.state == State.WITHDRAWN:
        return locked
    locked.state, locked.withdrawn_at, locked.withdrawn_reason = State.WITHDRAWN, at, reason
    locked.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    publish(
        EnrolmentWithdrawn(
            enrolment=str(locked.public_id), person=str(locked.learner.public_id), course=str(locked.course.public_id)
        ),
        organisation=locked.organisation, actor=locked.learner, subject=locked, at=at,
    )  # fmt: skip
    return locked


@transaction.atomic
def move_enrolments(*, learner: "User") -> int:
    """Let the learner's enrolments follow them to the organisation they serve now; `organisation_at` stays."""
    return (
        Enrolment.objects.filter(learner=learner)
        .exclude(organisation=learner.organisation)
        .update(organisation=learner.organisation)
        if learner.organisation is not None
        else 0
    )
