"""What people are asked: their own list and its reasons, and the rows behind a plan's numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from capacity_plans.plans.models import PlanAssignment, PlanItem
from capacity_plans.plans.wording import Names, rules_of
from igot.kernel.clock import FinancialYear, day_in_india, now
from igot.kernel.errors import NotFound
from igot.kernel.statements import Answer, Statement
from igot.kernel.tenancy import everywhere

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

OPEN = (PlanAssignment.State.ASSIGNED, PlanAssignment.State.IN_PROGRESS)
RELATED = (
    "course__current",
    "course__organisation",
    "plan__organisation",
    "plan__current__published_by",
    "item__version__published_by",
)
SOON_DAYS = 14
SHOWN = (
    "public_id", "state", "due_on", "course__slug", "course__current__title", "course__current__translations",
    "plan__public_id", "plan__year", "plan__title", "plan__translations", "plan__organisation__name",
    "plan__organisation__translations", "plan__organisation__slug", "item__need",
)  # fmt: skip


@dataclass(frozen=True)
class Obligation:
    """One thing a person is asked to learn, as they see it on a day in India."""

    assignment: PlanAssignment
    today: date
    why: list[str]

    @property
    def course_title(self) -> str:
        """The course, in the reader's language."""
        course = self.assignment.course
        return str(course.current.in_language("title")) if course.current else course.slug

    @property
    def ordered_by(self) -> "Organisation":
        """The organisation whose plan asks it."""
        return self.assignment.plan.organisation

    @property
    def is_mandatory(self) -> bool:
        """Whether it is ordered rather than recommended."""
        return self.assignment.item.need == PlanItem.Need.MANDATORY

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.assignment.state in OPEN

    @property
    def days_left(self) -> int:
        """Days until the due date, which still counts; negative after it."""
        return (self.assignment.due_on - self.today).days

    @property
    def is_overdue(self) -> bool:
        """Whether something mandatory is open after its due date."""
        return self.is_open and self.is_mandatory and self.days_left < 0

    @property
    def is_due_soon(self) -> bool:
        """Whether something mandatory is due within a fortnight."""
        return self.is_open and self.is_mandatory and 0 <= self.days_left <= SOON_DAYS

    @property
    def tone(self) -> str:
        """How the state is coloured: by `components/status.html`."""
        if self.is_overdue:
            return "bad"
        tones = {"met": "ok", "waived": "ok", "in_progress": "info", "lapsed": "neutral", "assigned": "neutral"}
        return "warn" if self.is_due_soon else tones[self.assignment.state]

    @property
    def state_text(self) -> str:
        """The state in a word."""
        return _("Overdue") if self.is_overdue else str(self.assignment.get_state_display())


@dataclass(frozen=True)
class YearSummary:
    """How far a person is with what they are asked in a financial year: numbers of assignments."""

    year: FinancialYear
    asked: int
    met: int
    exempt: int
    in_progress: int
    overdue: int

    @property
    def done(self) -> int:
        """Done, or exempt from it."""
        return self.met + self.exempt

    @property
    def left(self) -> int:
        """Still to be done."""
        return self.asked - self.done

    @property
    def percent(self) -> int:
        """Done, in whole per cent rounded down; 0 where nothing is asked."""
        return 100 * self.done // self.asked if self.asked else 0


def own(user: "User") -> "QuerySet[PlanAssignment]":
    """What a person is and was asked, wherever they served then: it is theirs, so no organisation limits it."""
    with everywhere():
        found: QuerySet[PlanAssignment] = PlanAssignment.objects.filter(learner=user).select_related(*RELATED)
    return found


def due_for(user: "User", at: datetime | None = None) -> list[Obligation]:
    """What is open, due first; of one day the mandatory before the recommended. Reasons are not worded here."""
    moment = at or now()
    return due_among(asked(user, moment).rows, moment)


def year_summary(user: "User", at: datetime | None = None) -> YearSummary:
    """The person's mandatory assignments of the present financial year."""
    moment = at or now()
    return year_among(asked(user, moment).rows, moment)


def asked(user: "User", at: datetime) -> Answer:
    """What is open, and what is mandatory in the present financial year, due first: with what a list shows of it."""
    return _ASKED.ask(learner=user.pk, year=FinancialYear.of(day_in_india(at)).start)


def due_among(rows: Iterable[PlanAssignment], at: datetime) -> list[Obligation]:
    """What is open among the rows of `asked`."""
    today = day_in_india(at)
    return [Obligation(row, today, []) for row in rows if row.state in OPEN]


def year_among(rows: Iterable[PlanAssignment], at: datetime) -> YearSummary:
    """How far the person is this year, by the rows of `asked`."""
    today = day_in_india(at)
    year = FinancialYear.of(today)
    mandatory = [row for row in rows if row.plan.year == year.start and row.item.need == PlanItem.Need.MANDATORY]
    states = [row.state for row in mandatory]
    return YearSummary(
        year=year,
        asked=len(mandatory),
        met=states.count(PlanAssignment.State.MET),
        exempt=states.count(PlanAssignment.State.WAIVED),
        in_progress=states.count(PlanAssignment.State.IN_PROGRESS),
        overdue=sum(row.state in OPEN and row.due_on < today for row in mandatory),
    )


def _asked(learner: int, year: int) -> "QuerySet[PlanAssignment]":
    with everywhere():
        rows: QuerySet[PlanAssignment] = PlanAssignment.objects.filter(learner=learner)
    wanted = Q(state__in=OPEN) | Q(plan__year=year, item__need=PlanItem.Need.MANDATORY)
    rows = rows.filter(wanted).exclude(state=PlanAssignment.State.LAPSED)
    return (
        rows.select_related("course__current", "plan__organisation", "item")
        .only(*SHOWN)
        .order_by("due_on", "item__need", "pk")
    )


_ASKED = Statement(_asked, learner="bigint", year="smallint")


def mine(user: "User", *, state: str = "", text: str = "") -> "QuerySet[PlanAssignment]":
    """The person's list: `state` is open, done, lapsed or empty for all but lapsed; `text` is looked for in titles."""
    states: dict[str, tuple[str, ...]] = {
        "open": OPEN,
        "done": (PlanAssignment.State.MET, PlanAssignment.State.WAIVED),
        "lapsed": (PlanAssignment.State.LAPSED,),
    }
    found = own(user)
    found = (
        found.filter(state__in=states[state]) if state in states else found.exclude(state=PlanAssignment.State.LAPSED)
    )
    for word in text.split():
        title = Q(course__current__title__icontains=word) | Q(course__current__translations__hi__title__icontains=word)
        found = found.filter(title | Q(plan__title__icontains=word) | Q(plan__translations__hi__title__icontains=word))
    return found.order_by("due_on", "item__need", "pk")


def one_of_mine(user: "User", public_id: UUID) -> PlanAssignment:
    """One of the person's own assignments. Raises NotFound."""
    row = own(user).filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def obligations(rows: Iterable[PlanAssignment], at: datetime) -> list[Obligation]:
    """The rows with why they are asked, worded; names are looked up once for each plan's organisation."""
    rows, today = list(rows), day_in_india(at)
    parts: dict[int, list[dict[str, str]]] = {}
    for row in rows:
        parts.setdefault(row.plan.organisation_id, []).extend(_because(row))
    names = {row.plan.organisation_id: row.plan.organisation for row in rows}
    worded = {key: Names(organisation, rules_of(parts[key])) for key, organisation in names.items()}
    return [Obligation(row, today, worded[row.plan.organisation_id].because(_because(row))) for row in rows]


def explanation(obligation: Obligation) -> list[dict[str, object]]:
    """Why the assignment exists and how it stands, as criteria for `components/explain.html`."""
    row = obligation.assignment
    lines: list[dict[str, object]] = [{"text": sentence, "met": True, "evidence": ""} for sentence in obligation.why]
    due = _("You have until the end of %(day)s (Indian time).") % {"day": date_format(row.due_on)}
    later = _("The plan's own date, %(day)s, had passed when you were first asked.") % {
        "day": date_format(row.item.due_on)
    }
    lines.append(
        {"text": due, "met": not obligation.is_overdue, "evidence": later if row.due_on != row.item.due_on else ""}
    )
    if row.state == PlanAssignment.State.MET and row.met_at is not None:
        day = date_format(day_in_india(row.met_at))
        earlier = _("You did it before it was asked; the plan counts that.") if row.met_at < row.assigned_at else ""
        lines.append(
            {"text": _("You completed the course on %(day)s.") % {"day": day}, "met": True, "evidence": earlier}
        )
    elif obligation.is_open:
        lines.append({"text": _("The course is completed."), "met": False, "evidence": str(row.get_state_display())})
    return lines


def _because(row: PlanAssignment) -> list[dict[str, str]]:
    return [part for reason in row.reasons for part in reason.get("because", [])]


def assignments_within(organisation: "Organisation") -> "QuerySet[PlanAssignment]":
    """All assignments under plans of a subtree to people of it, for the API: whatever their state."""
    found: QuerySet[PlanAssignment] = PlanAssignment.objects.filter(
        organisation__path__startswith=organisation.path, plan__organisation__path__startswith=organisation.path
    )
    return found.select_related("learner", "organisation", "course__current", "plan", "item")
