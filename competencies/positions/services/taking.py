"""Take positions in: knowledge resources, roles with activities and requirements, positions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from competencies.framework.models import Status
from competencies.framework.queries import by_codes
from competencies.positions.models import Activity, KnowledgeResource, Position, PositionRole, Requirement, WorkRole

if TYPE_CHECKING:
    from igot.organisations.models import Designation, Organisation

Data = dict[str, Any]


@dataclass
class Imported:
    """How many rows were new, and which positions name an organisation or designation that is not there."""

    roles: int = 0
    positions: int = 0
    left_out: list[str] = field(default_factory=list)


@transaction.atomic
def import_positions(
    *, data: Data, organisations: "Mapping[str, Organisation]", designations: "Mapping[str, Designation]"
) -> Imported:
    """Take roles and positions in as approved, by code. Running it again follows the file, save for what went through
    FRACing since: a new version, or what is no longer in force, is left as it was decided.

    `data`: `knowledge`, `roles` (activities, requirements by competency code), `positions` (organisation code,
    designation name,
    roles). `organisations` are found by code, `designations` by name; a position without either is left out and named.
    """
    done = Imported()
    resources = {item["id"]: _take_resource(item) for item in data.get("knowledge", [])}
    items = data.get("roles", [])
    wanted = {row["competency"] for item in items for row in item.get("requirements", [])}
    competencies = by_codes(wanted)
    roles: dict[str, WorkRole] = {}
    for item in items:
        decided = _decided(WorkRole, item["id"])
        if decided is not None:
            roles[item["id"]] = decided
            continue
        role, new = WorkRole.objects.update_or_create(
            code=item["id"],
            defaults={
                "name": item["name"],
                "description": item.get("description", ""),
                "status": Status.APPROVED,
                "translations": _hindi(item, name="name_hi", description="description_hi"),
            },
        )
        done.roles += new
        roles[role.code] = role
        _take_activities(role, item.get("activities", []), resources)
        for row in item.get("requirements", []):
            if row["competency"] in competencies:
                Requirement.objects.update_or_create(
                    role=role,
                    organisation=None,
                    order=None,
                    competency=competencies[row["competency"]],
                    defaults={
                        "level": row["level"],
                        "criticality": row.get("weight", Requirement.Criticality.IMPORTANT),
                    },
                )
    for item in data.get("positions", []):
        _take_position(item, organisations, designations, roles, done)
    return done


def _hindi(item: Data, **names: str) -> Data:
    texts = {target: item[source] for target, source in names.items() if item.get(source)}
    return {"hi": texts} if texts else {}


def _decided(model: type[Any], code: str) -> Any:
    """The item, where FRACing has decided about it since it was taken in."""
    return model.objects.filter(Q(version__gt=1) | ~Q(status=Status.APPROVED), code=code).first()


def _take_resource(item: Data) -> KnowledgeResource:
    decided: KnowledgeResource | None = _decided(KnowledgeResource, item["id"])
    if decided is not None:
        return decided
    defaults = {
        "title": item["title"],
        "kind": item["kind"],
        "issuer": item.get("issuer", ""),
        "url": item.get("url", ""),
        "translations": _hindi(item, title="title_hi"),
    }
    return KnowledgeResource.objects.update_or_create(code=item["id"], defaults=defaults)[0]


def _take_activities(role: WorkRole, items: list[Data], resources: dict[str, KnowledgeResource]) -> None:
    for place, item in enumerate(items):
        values = {
            "role": role,
            "statement": item["statement"],
            "place": place,
            "translations": _hindi(item, statement="statement_hi"),
        }
        activity, _new = Activity.objects.update_or_create(code=item["id"], defaults=values)
        activity.resources.set(resources[code] for code in item.get("knowledge", []) if code in resources)


def _take_position(
    item: Data,
    organisations: "Mapping[str, Organisation]",
    designations: "Mapping[str, Designation]",
    roles: dict[str, WorkRole],
    done: Imported,
) -> None:
    organisation, designation = organisations.get(item["organisation"]), designations.get(item["designation"])
    if organisation is None or designation is None:
        done.left_out.append(item["id"])
        return
    if _decided(Position, item["id"]) is not None:
        return
    position, new = Position.objects.update_or_create(
        code=item["id"],
        defaults={
            "name": item["name"],
            "organisation": organisation,
            "designation": designation,
            "status": Status.APPROVED,
            "translations": _hindi(item, name="name_hi"),
        },
    )
    done.positions += new
    for place, code in enumerate(item.get("roles", [])):
        if code in roles and roles[code].status == Status.APPROVED:
            PositionRole.objects.update_or_create(
                position=position, role=roles[code], organisation=None, defaults={"place": place}
            )
