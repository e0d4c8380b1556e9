"""My iGOT: what must I do by when, what was I doing, what can I not yet, how far am I this year."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from capacity_plans.assignments import queries as assignments
from competencies.evidence.queries import gaps
from courses.certificates.queries import certificates_of
from courses.learning.queries.enrolments import current
from igot.accounts.access import grants_for_switcher
from igot.approvals.queries import waiting_for
from igot.kernel.clock import now

MOST_DUE = 6
MOST_CURRENT = 6
MOST_CONTINUED = 4
MOST_GAPS = 3
MOST_CERTIFICATES = 3
MOST_WAITING = 5


def home(request: HttpRequest) -> HttpResponse:
    """The start page of everybody who is signed in; at most twelve queries, whatever there is to show."""
    user: Any = request.user
    at = now()
    due = assignments.due_for(user, at)
    cards = current(user, MOST_CURRENT)
    begun = {card.enrolment.course_id: card for card in cards}
    waiting = list(waiting_for(user, at)[: MOST_WAITING + 1]) if grants_for_switcher(user) else []
    asked = gaps(user)
    shown = {obligation.assignment.course_id for obligation in due[:MOST_DUE]}
    context = {
        "due": [
            (obligation, begun.get(obligation.assignment.course_id), _days(obligation.days_left))
            for obligation in due[:MOST_DUE]
        ],
        "due_count": len(due),
        "overdue_count": sum(obligation.is_overdue for obligation in due),
        "cards": [card for card in cards if card.enrolment.course_id not in shown][:MOST_CONTINUED],
        "waiting": waiting[:MOST_WAITING],
        "more_waiting": len(waiting) > MOST_WAITING,
        "asked": asked,
        "doing": cards[0] if cards else None,
        "next_due": next((obligation for obligation in due if not obligation.is_overdue), None),
        "lacking": sum(bool(gap.missing) for gap in asked),
        "gaps": [gap for gap in asked if gap.missing][:MOST_GAPS],
        "year": assignments.year_summary(user, at=at),
        "certificates": [
            (certificate, _certified(certificate.snapshot)) for certificate in certificates_of(user)[:MOST_CERTIFICATES]
        ],
    }
    return render(request, "web/home.html", context)


def _days(left: int) -> str:
    """The time until a due day, which itself still counts, in words."""
    if left < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -left) % {"days": -left}
    if left == 0:
        return _("Due today")
    return ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}


def _certified(snapshot: dict[str, Any]) -> str:
    """The course's title as it was certified, in the reader's language where it had one."""
    titles = snapshot["course"]
    return str(titles.get((get_language() or "en").split("-")[0]) or titles["en"])
