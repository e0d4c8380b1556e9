"""A work role: its activities with the knowledge they rest on, and the competencies it asks for."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from competencies.framework.items import Content, Problems
from competencies.framework.models import Revision, Status
from competencies.positions.items import parts
from competencies.positions.models import Activity, AllocatedActivity, KnowledgeResource, WorkRole

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

TEXTS = {"code": 40, "name": 200, "name_hi": 200, "description": 4000, "description_hi": 4000}
LONGEST_STATEMENT = 400


def items() -> QuerySet[WorkRole]:
    """Every work role, whatever its state."""
    return WorkRole.objects.all()


def search(text: str) -> QuerySet[WorkRole]:
    """Roles in force or retired in which each word is met: in the name, the description or an activity."""
    found = WorkRole.objects.filter(status__in=[Status.APPROVED, Status.RETIRED]).order_by("name", "pk")
    for word in text.split()[:8]:
        doing = Activity.objects.filter(statement__icontains=word).values("role")
        named = Q(name__icontains=word) | Q(translations__hi__name__icontains=word) | Q(code__iexact=word)
        found = found.filter(named | Q(description__icontains=word) | Q(pk__in=doing))
    return found


def blank(organisation: "Organisation") -> Content:
    """A new role."""
    return {**dict.fromkeys(TEXTS, ""), "activities": [], "requirements": []}


def snapshot(role: WorkRole) -> Content:
    """The wording in force."""
    return {
        "code": role.code,
        "name": role.name,
        "description": role.description,
        **parts.hindi(role, "name", "description"),
        "activities": [
            {
                "code": activity.code,
                "statement": activity.statement,
                **parts.hindi(activity, "statement"),
                "resources": sorted(resource.code for resource in activity.resources.all()),
            }
            for activity in role.activities.prefetch_related("resources")
        ],
        "requirements": parts.requirements_of(role.requirements.filter(organisation=None).select_related("competency")),
    }


def check(content: Content, organisation: "Organisation", item: WorkRole | None) -> Problems:
    """Everything that is wrong with a wording, by field."""
    wrong, say = parts.collector()
    parts.check_texts(content, TEXTS, ("code", "name"), say)
    parts.check_code(content, item, WorkRole, say)
    parts.check_requirements(content, say)
    rows = content.get("activities") or []
    if not rows:
        say("activities", _("A role does something: write at least one activity."))
    codes = [str(row.get("code") or "").strip() for row in rows]
    elsewhere = Activity.objects.filter(code__in=[code for code in codes if code])
    for found in elsewhere.exclude(role=item.pk if item is not None else 0).select_related("role"):
        say(
            "activities",
            _("“%(code)s” is an activity of the role “%(role)s”.") % {"code": found.code, "role": found.role},
        )
    for code in sorted({code for code in codes if code and codes.count(code) > 1}):
        say("activities", _("“%(code)s” stands there twice.") % {"code": code})
    named = {code for row in rows for code in row.get("resources") or []}
    known = KnowledgeResource.objects.filter(code__in=named, status=Status.APPROVED).values_list("code", flat=True)
    for code in sorted(named - set(known)):
        say("activities", _("“%(code)s” is not a knowledge resource in force.") % {"code": code})
    for row in rows:
        if not str(row.get("statement") or "").strip():
            say("activities", _("An activity has no words."))
        if any(len(str(row.get(field) or "")) > LONGEST_STATEMENT for field in ("statement", "statement_hi")):
            say("activities", _("An activity has at most %(most)s characters.") % {"most": LONGEST_STATEMENT})
    return wrong


def apply(revision: Revision, at: datetime) -> WorkRole:
    """Write an approved wording into the role."""
    content = revision.content
    held = WorkRole.objects.filter(public_id=revision.item_id).first()
    values = {
        "name": content["name"].strip(),
        "description": str(content.get("description") or "").strip(),
        "version": revision.version,
        "status": Status.APPROVED,
        "translations": parts.translations(content, held, "name", "description"),
    }
    fixed = {"code": content["code"].strip(), "organisation": revision.organisation}
    role, _new = WorkRole.objects.update_or_create(
        public_id=revision.item_id, defaults=values, create_defaults={**fixed, **values}
    )
    _write_activities(role, content.get("activities") or [])
    parts.write_requirements({"role": role, "position": None, "person": None}, content.get("requirements") or [])
    return role


def _write_activities(role: WorkRole, rows: list[dict[str, Any]]) -> None:
    """Activities are known by their codes. What is taken away stays in work orders as words."""
    present = {activity.code: activity for activity in role.activities.all()}
    resources = {found.code: found for found in KnowledgeResource.objects.filter(status=Status.APPROVED)}
    codes = {str(row.get("code") or "").strip() for row in rows}
    for code, activity in present.items():
        if code not in codes:
            AllocatedActivity.objects.filter(activity=activity).update(activity=None, statement=activity.statement)
            activity.delete()
    number = 0
    for place, row in enumerate(rows):
        code = str(row.get("code") or "").strip()
        while not code or (not row.get("code") and code in codes | set(present)):
            number += 1
            code = f"{role.code}-A{number:02d}"[-40:]
        codes.add(code)
        held = present.get(code)
        activity, _new = Activity.objects.update_or_create(
            code=code,
            defaults={
                "role": role,
                "statement": row["statement"].strip(),
                "place": place,
                "translations": parts.translations(row, held, "statement"),
            },
        )
        activity.resources.set(resources[name] for name in row.get("resources") or [] if name in resources)


def describe(content: Content) -> list[tuple[str, list[str]]]:
    """The lines of a wording, for pages and diffs."""
    activities = []
    for row in content.get("activities") or []:
        texts = [text for text in (row.get("statement"), row.get("statement_hi")) if text]
        rests = ", ".join(row.get("resources") or [])
        activities.append(" / ".join(texts) + (f" [{rests}]" if rests else ""))
    return [
        (_("Code"), [content.get("code", "")]),
        (_("Name"), [content.get("name", "")]),
        (_("Name in Hindi"), [content.get("name_hi", "")]),
        (_("Description"), [content.get("description", "")]),
        (_("Description in Hindi"), [content.get("description_hi", "")]),
        (_("Activities"), activities),
        (_("Competencies asked for"), parts.requirement_lines(content.get("requirements") or [])),
    ]
