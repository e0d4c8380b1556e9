"""A position: whose it is, for which designation, its roles, and what it asks for besides them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from competencies.framework.items import Content, Problems
from competencies.framework.models import Revision, Status
from competencies.positions.items import parts
from competencies.positions.models import Position, PositionRole, WorkRole
from igot.organisations.access import is_within
from igot.organisations.models import Designation, Organisation
from igot.organisations.queries import by_code, designations_for

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXTS = {"code": 40, "name": 200, "name_hi": 200}


def items() -> QuerySet[Position]:
    """Every position, whatever its state."""
    return Position.objects.select_related("designation")


def search(text: str) -> QuerySet[Position]:
    """Positions in force or retired in which each word is met: in the name, the designation or the organisation."""
    found = items().filter(status__in=[Status.APPROVED, Status.RETIRED]).order_by("name", "pk")
    for word in text.split()[:8]:
        named = Q(name__icontains=word) | Q(translations__hi__name__icontains=word) | Q(code__iexact=word)
        found = found.filter(named | Q(designation__name__icontains=word) | Q(organisation__name__icontains=word))
    return found


def blank(organisation: Organisation) -> Content:
    """A new position of the author's organisation."""
    texts: Content = dict.fromkeys(TEXTS, "")
    return {**texts, "organisation": organisation.code, "designation": "", "roles": [], "requirements": []}


def snapshot(position: Position) -> Content:
    """The wording in force, without what organisations added for themselves."""
    links = PositionRole.objects.filter(position=position, organisation=None).order_by("place", "pk")
    return {
        "code": position.code,
        "name": position.name,
        **parts.hindi(position, "name"),
        "organisation": position.organisation.code,
        "designation": str(position.designation.public_id),
        "roles": list(links.values_list("role__code", flat=True)),
        "requirements": parts.requirements_of(
            position.requirements.filter(organisation=None).select_related("competency")
        ),
    }


def check(content: Content, organisation: Organisation, item: Position | None) -> Problems:
    """Everything that is wrong with a wording, by field."""
    wrong, say = parts.collector()
    parts.check_texts(content, TEXTS, ("code", "name"), say)
    parts.check_code(content, item, Position, say)
    parts.check_requirements(content, say)
    owner = by_code(str(content.get("organisation") or ""))
    designation = _designation(str(content.get("designation") or ""))
    if owner is None or not is_within(owner, organisation):
        say("organisation", _("Choose your organisation or one below it."))
    if designation is None:
        say("designation", _("Choose a designation that is on the list."))
    elif owner is not None:
        if not designations_for(owner).filter(pk=designation.pk).exists():
            say("designation", _("This designation is not used in %(organisation)s.") % {"organisation": owner})
        same = Position.objects.filter(organisation=owner, designation=designation, status=Status.APPROVED)
        other = same.exclude(pk=item.pk if item is not None else 0).first()
        if other is not None:
            text = _("“%(position)s” describes this designation there already. Work on that one.")
            say("designation", text % {"position": other})
    codes = list(content.get("roles") or [])
    known = set(WorkRole.objects.filter(code__in=codes, status=Status.APPROVED).values_list("code", flat=True))
    for code in sorted(set(codes) - known):
        say("roles", _("“%(code)s” is not a work role in force.") % {"code": code})
    if len(codes) != len(set(codes)):
        say("roles", _("A role stands there twice."))
    if not codes and not content.get("requirements"):
        say("roles", _("A position has at least one role or one competency."))
    return wrong


def _designation(public_id: str) -> Designation | None:
    try:
        return Designation.objects.filter(public_id=public_id).first() if public_id else None
    except ValidationError:
        return None


def apply(revision: Revision, at: datetime) -> Position:
    """Write an approved wording into the position; what organisations added for themselves stays."""
    content = revision.content
    held = Position.objects.filter(public_id=revision.item_id).first()
    values = {
        "name": content["name"].strip(),
        "organisation": by_code(content["organisation"]),
        "designation": _designation(content["designation"]),
        "version": revision.version,
        "status": Status.APPROVED,
        "translations": parts.translations(content, held, "name"),
    }
    position, _new = Position.objects.update_or_create(
        public_id=revision.item_id, defaults=values, create_defaults={"code": content["code"].strip(), **values}
    )
    roles = {role.code: role for role in WorkRole.objects.filter(code__in=content.get("roles") or [])}
    PositionRole.objects.filter(position=position, organisation=None).exclude(role__in=roles.values()).delete()
    for place, code in enumerate(content.get("roles") or []):
        PositionRole.objects.update_or_create(
            position=position, role=roles[code], organisation=None, defaults={"place": place}
        )
    parts.write_requirements({"position": position, "role": None, "person": None}, content.get("requirements") or [])
    return position


def describe(content: Content) -> list[tuple[str, list[str]]]:
    """The lines of a wording, for pages and diffs."""
    owner = by_code(str(content.get("organisation") or ""))
    designation = _designation(str(content.get("designation") or ""))
    return [
        (_("Code"), [content.get("code", "")]),
        (_("Name"), [content.get("name", "")]),
        (_("Name in Hindi"), [content.get("name_hi", "")]),
        (_("Organisation"), [str(owner or content.get("organisation", ""))]),
        (_("Designation"), [str(designation or "")]),
        (_("Work roles"), _role_names(content.get("roles") or [])),
        (_("Competencies asked for"), parts.requirement_lines(content.get("requirements") or [])),
    ]


def _role_names(codes: "Iterable[str]") -> list[str]:
    names = {role.code: str(role) for role in WorkRole.objects.filter(code__in=list(codes))}
    return [names.get(code, code) for code in codes]
