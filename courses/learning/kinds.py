"""What learning tells the rooms and apps below: results of papers, who may read files, and how far readers are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.attempts.contexts import AttemptContext
from assessments.attempts.contexts import register as register_context
from courses.authoring.access import register_reader
from courses.authoring.models import Asset
from courses.catalogue.hooks import Action, Entry, State
from courses.catalogue.hooks import register as register_states
from courses.learning import queries
from courses.learning.models import Enrolment
from courses.learning.services import complete_passed, take_back_voided

if TYPE_CHECKING:
    from igot.accounts.models import User

register_context(AttemptContext(kind=queries.ATTEMPT_CONTEXT, on_graded=complete_passed, on_voided=take_back_voided))


@register_reader
def reads(user: "User", asset: Asset) -> bool:
    """Who is enrolled on a release reads its files, also when a newer release has taken its place."""
    return queries.is_enrolled_on_a_release_with(user, asset)


@register_states
def states(user: "User", courses: Sequence[Entry]) -> dict[int, State]:
    """How the reader stands to courses of the catalogue."""
    found = queries.cards_for(user, [course.pk for course in courses])
    return {course.pk: _state(course, found.get(course.pk)) for course in courses}


def _state(course: Entry, card: "queries.LearningCard | None") -> State:
    enrol = reverse("enrol", args=[course.slug])
    if card is None:
        return State(action=Action(_("Enrol"), enrol, post=True))
    enrolment = card.enrolment
    if enrolment.state in (Enrolment.State.WITHDRAWN, Enrolment.State.EXPIRED):
        return State(enrolment.get_state_display(), "neutral", card.percent, Action(_("Enrol again"), enrol, post=True))
    learn = reverse("learn", args=[enrolment.public_id])
    # Who learns an earlier edition has parts of that one: they are reached through the player.
    parts = learn if enrolment.release_id == course.current_id else ""
    if enrolment.state == Enrolment.State.COMPLETED:
        certificate = Action(_("Certificate"), reverse("certificate_for", args=[enrolment.public_id]))
        return State(_("Completed"), "ok", 100, Action(_("Look at it again"), learn), (certificate,), parts)
    why = Action(_("What is missing?"), reverse("why", args=[enrolment.public_id]))
    give_up = Action(_("Give this course up"), reverse("learn_withdraw", args=[enrolment.public_id]))
    label = _("Continue") if enrolment.started_at else _("Start")
    return State(enrolment.get_state_display(), "info", card.percent, Action(label, learn), (why, give_up), parts)
