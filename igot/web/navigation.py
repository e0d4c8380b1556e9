"""Where a person can go: their own learning first, then what they do for each organisation they act for."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.bank import access as questions
from assessments.voiding import access as attempts
from capacity_plans.plans import access as plans
from competencies.evidence import access as evidence
from competencies.framework import access as dictionaries
from competencies.insight import access as insight
from competencies.positions import access as positions
from courses.authoring import access as courses
from courses.certificates import access as certificates
from igot.accounts.access import Role, grants_for_switcher
from igot.imports.kinds import EXPORTS, IMPORTS, ExportKind, ImportKind
from igot.organisations.access import is_within
from igot.organisations.models import Organisation

MOST_PLACES = 3


@dataclass(frozen=True)
class Target:
    """A place in the navigation: a URL name, and for administrators' pages the roles it is meant for."""

    name: str
    label: str | Promise
    icon: str
    roles: Collection[str] = ()


class Registered(Collection[str]):
    """The roles for which the kinds of a registry are meant; asked for when a page is drawn: by then all are known."""

    def __init__(self, registry: Mapping[str, ImportKind] | Mapping[str, ExportKind]) -> None:
        self._registry = registry

    def __iter__(self) -> Iterator[str]:
        return iter({role for kind in self._registry.values() for role in kind.roles})

    def __len__(self) -> int:
        return len(set(self))

    def __contains__(self, role: object) -> bool:
        return role in set(self)


@dataclass(frozen=True)
class Entry:
    """A target as one person sees it on one page. `short` fits under an icon on a phone."""

    label: str
    short: str
    icon: str
    url: str
    current: bool


@dataclass(frozen=True)
class Section:
    """Entries that belong together, under a title."""

    title: str
    entries: list[Entry] = field(default_factory=list)


OWN = (
    Target("home", _("My iGOT"), "house"),
    Target("my_assignments", _("Asked of me"), "clipboard-check"),
    Target("my_learning", _("My learning"), "mortarboard"),
    Target("catalogue", _("Course catalogue"), "collection"),
    Target("my_work", _("My work"), "card-checklist"),
    Target("passbook", _("Competency passbook"), "journal-bookmark"),
    Target("competency_list", _("Competency dictionary"), "book"),
    Target("certificates", _("Certificates"), "award"),
)
DEMAND = Target("demand", _("Demand board"), "flag")
DECIDING = Target("approvals", _("Waiting for me"), "inbox")
OPERATING = Target("operations", _("Operation"), "gear")
ADMINISTRATORS = (Role.ORGANISATION_ADMIN, Role.PLATFORM_ADMIN)
LOOKING_AT_PEOPLE = (Role.ORGANISATION_ADMIN, Role.ORGANISATION_LEADER, Role.PLAN_MANAGER, Role.AUDITOR)
FOR_AN_ORGANISATION = (
    Target("plan_list", _("Capacity building plans"), "calendar-check", plans.READERS),
    Target("frac", _("FRACing"), "pencil", (*dictionaries.AUTHORS, *dictionaries.REVIEWERS)),
    Target("course_admin_list", _("Courses we provide"), "card-checklist", courses.ALL),
    Target("question_list", _("Question bank"), "patch-question", questions.READERS),
    Target("paper_list", _("Assessments"), "file-earmark-text", questions.READERS),
    Target(
        "people",
        _("People"),
        "people",
        LOOKING_AT_PEOPLE,
    ),
    Target("position_list", _("Positions"), "person-badge", positions.READERS),
    Target("order_list", _("Work orders"), "clipboard-check", positions.ORDER_READERS),
    Target("gap_map", _("Gaps of our people"), "bar-chart", insight.READERS),
    Target("finder", _("Find people for a position"), "search", insight.FINDERS),
    Target("finder_log", _("Who looked for people"), "eye", insight.LOG_READERS),
    Target("passbooks", _("Passbooks of our people"), "journal-bookmark", evidence.ASSESSORS),
    Target("claims_to_verify", _("Claims of prior learning"), "award", evidence.ASSESSORS),
    Target("disputes", _("Objections to evidence"), "exclamation-triangle", evidence.ASSESSORS),
    Target("migrations", _("Carry holdings over"), "arrow-left-right", evidence.MIGRATORS),
    Target("certificates_of_people", _("Certificates of our people"), "award", certificates.ADMINISTRATORS),
    Target("attempts_of_people", _("Attempts of our people"), "card-checklist", attempts.ADMINISTRATORS),
    Target("organisation", _("Organisation"), "diagram-3", ADMINISTRATORS),
    Target("grant_list", _("Roles"), "person-badge", (*ADMINISTRATORS, Role.PROVIDER_ADMIN, Role.AUDITOR)),
    Target("imports", _("Imports"), "upload", Registered(IMPORTS)),
    Target("exports", _("Exports"), "download", Registered(EXPORTS)),
    Target("client_list", _("Connected systems"), "key", (Role.ORGANISATION_ADMIN,)),
    Target("audit_trail", _("Audit trail"), "journal-bookmark", (*ADMINISTRATORS, Role.AUDITOR)),
)
# What a thumb reaches on a phone; the rest is in the menu beside it.
THUMB = {
    "home": _("Home"),
    "my_learning": _("Learning"),
    "catalogue": _("Courses"),
    "approvals": _("To decide"),
    "certificates": _("Certificates"),
}
THUMB_PLACES = 4


@lru_cache(maxsize=4096)
def _place(target: Target, language: str | None, **kwargs: str) -> tuple[str, str, str]:
    """What an entry says, in full and in short, in the language that is active, and where it leads."""
    return str(target.label), str(THUMB.get(target.name, target.label)), reverse(target.name, kwargs=kwargs)


def _entry(request: HttpRequest, target: Target, **kwargs: str) -> Entry:
    label, short, url = _place(target, get_language(), **kwargs)
    here = request.path
    current = here == url or (url != "/" and here.startswith(url))
    return Entry(label, short, target.icon, url, current)


def _entries(request: HttpRequest, targets: Iterable[Target], **kwargs: str) -> list[Entry]:
    return [_entry(request, target, **kwargs) for target in targets]


def for_organisation(request: HttpRequest, organisation: Organisation) -> list[Entry]:
    """What the person may do for one organisation."""
    person: Any = request.user
    grants = grants_for_switcher(person)
    roles = {grant.role for grant in grants if is_within(organisation, grant.organisation)}
    targets = [target for target in FOR_AN_ORGANISATION if roles.intersection(target.roles)]
    return _entries(request, targets, slug=organisation.slug)


def sections(request: HttpRequest) -> list[Section]:
    """The whole navigation of the signed-in person, for this page."""
    person: Any = request.user
    grants = grants_for_switcher(person)
    operates = any(grant.role == Role.PLATFORM_ADMIN for grant in grants)
    provides = insight.sees_demand(person)
    own = OWN + ((DEMAND,) if provides else ()) + ((DECIDING,) if grants else ()) + ((OPERATING,) if operates else ())
    found = [Section("", _entries(request, own))]
    here = getattr(request, "organisation", None)
    places = {grant.organisation.path: grant.organisation for grant in grants}
    for organisation in [here] if here is not None else list(places.values())[:MOST_PLACES]:
        entries = for_organisation(request, organisation)
        if entries:
            found.append(Section(str(organisation), entries))
    return found


def thumb(all_sections: list[Section]) -> list[Entry]:
    """The few entries for the bar at the foot of a phone's screen."""
    shorts = {str(text) for text in THUMB.values()}
    return [entry for section in all_sections[:1] for entry in section.entries if entry.short in shorts][:THUMB_PLACES]
