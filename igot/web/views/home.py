"""My iGOT: what must I do by when, what was I doing, what can I not yet, how far am I this year."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from capacity_plans.assignments import queries as assignments
from competencies.evidence.queries import Gap, gaps, work_mark
from courses.certificates import queries as certificates
from courses.learning.queries.enrolments import LearningCard, as_cards, asked_current
from igot.accounts.access import grants_for_switcher
from igot.approvals.queries import waiting_for
from igot.kernel.clock import day_in_india, now
from igot.kernel.statements import mark_of

MOST_DUE = 6
MOST_CONTINUED = 4
MOST_GAPS = 3
MOST_WAITING = 5


class Home:
    """What the start page shows of one person at one moment. Read at once, made into sentences only where no page with
    the same `key` is kept.
    """

    def __init__(self, user: Any, at: datetime) -> None:
        self._user, self._at = user, at
        self._asked = assignments.asked(user, at)
        self._begun = asked_current(user)
        self._certified = certificates.latest(user)
        self._work = work_mark(user, day_in_india(at))
        decides = bool(grants_for_switcher(user))
        self.waiting = list(waiting_for(user, at)[: MOST_WAITING + 1]) if decides else []

    @property
    def key(self) -> str:
        """Changes with everything the page shows but its language; empty where something is not known."""
        if not self._work:
            return ""
        read = [self._asked.mark, self._begun.mark, self._certified.mark, self._work]
        waiting = [
            (wish.public_id, str(wish.title), str(wish.organisation), str(wish.requested_by), wish.requested_at)
            for wish in self.waiting
        ]
        person = (self._user.display_name, str(self._user.organisation or ""))
        return "home " + mark_of(read, waiting, person, day_in_india(self._at))

    @cached_property
    def all_due(self) -> list[assignments.Obligation]:
        """What is open, due first."""
        return assignments.due_among(self._asked.rows, self._at)

    @cached_property
    def cards(self) -> list[LearningCard]:
        """What was begun, the last used first."""
        return as_cards(self._begun.rows)

    @cached_property
    def gaps(self) -> "Lacking":
        """What the work asks, kept until anything that decides it changes."""
        key = f"lacking:{self._user.pk}:{self._work}"
        found: Lacking | None = caches["process"].get(key) if self._work else None
        if found is None:
            asked = gaps(self._user)
            missing = [gap for gap in asked if gap.missing]
            found = Lacking(len(asked), len(missing), missing[:MOST_GAPS])
            caches["process"].set(key, found)
        return found

    def due(self) -> list["Due"]:
        """The first courses of them, with how far the person is; what several plans ask for stands there once."""
        begun = {card.enrolment.course_id: card for card in self.cards}
        asked: dict[int, list[assignments.Obligation]] = {}
        for obligation in self.all_due:
            asked.setdefault(obligation.assignment.course_id, []).append(obligation)
        return [
            Due(first, further, begun.get(course), _days(first.days_left))
            for course, (first, *further) in list(asked.items())[:MOST_DUE]
        ]

    def to_continue(self) -> list[LearningCard]:
        """What was begun and is not shown as due."""
        shown = {due.obligation.assignment.course_id for due in self.due()}
        return [card for card in self.cards if card.enrolment.course_id not in shown][:MOST_CONTINUED]

    def year(self) -> assignments.YearSummary:
        """How far the person is this year."""
        return assignments.year_among(self._asked.rows, self._at)

    def certificates(self) -> list[tuple[Any, str]]:
        """The latest, each with the course's title."""
        return [(certificate, _certified(certificate.snapshot)) for certificate in self._certified.rows]


@dataclass(frozen=True)
class Due:
    """A course that is asked: by whom first, by whom else, how far the person is, the days left in words."""

    obligation: assignments.Obligation
    further: list[assignments.Obligation]
    card: LearningCard | None
    days: str

    @property
    def is_mandatory(self) -> bool:
        """Whether any of the plans makes it a duty."""
        return any(each.is_mandatory for each in (self.obligation, *self.further))


@dataclass(frozen=True)
class Lacking:
    """How many competencies are asked, how many of them are missing, and the heaviest of those."""

    asked: int
    missing: int
    heaviest: list[Gap]


def home(request: HttpRequest) -> HttpResponse:
    """The start page of everybody who is signed in; at most twelve queries, whatever there is to show.

    The template asks for what it draws: where the whole page is kept, nothing but its key was worked out.
    """
    page = Home(request.user, now())
    context = {
        "kept_key": page.key,
        "due": cache(page.due),
        "due_count": lambda: len(page.all_due),
        "overdue_count": lambda: sum(obligation.is_overdue for obligation in page.all_due),
        "cards": cache(page.to_continue),
        "waiting": page.waiting[:MOST_WAITING],
        "more_waiting": len(page.waiting) > MOST_WAITING,
        "asked": lambda: range(page.gaps.asked),
        "doing": lambda: page.cards[0] if page.cards else None,
        "next_due": lambda: next((obligation for obligation in page.all_due if not obligation.is_overdue), None),
        "lacking": lambda: page.gaps.missing,
        "gaps": lambda: page.gaps.heaviest,
        "year": cache(page.year),
        "certificates": cache(page.certificates),
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
