"""What an organisation adds to a position for itself and those below it: roles, competencies, higher levels."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from competencies.framework.models import Competency, Status
from competencies.positions import queries
from competencies.positions.facts import RequirementsChanged
from competencies.positions.models import Position, PositionRole, Requirement, WorkRole
from igot.journal.services import publish
from igot.kernel.clock import day_in_india
from igot.kernel.errors import Conflict, Refused
from igot.organisations.access import is_within

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Designation, Organisation


@transaction.atomic
def add_position(
    *, designation: "Designation", organisation: "Organisation", name: str = "", actor: "User", at: datetime
) -> Position:
    """A position for a designation that nothing describes in the organisation yet; roles and competencies come after.

    Raises Refused (`designation`) where the organisation has one of its own already.
    """
    held = Position.objects.filter(organisation=organisation, designation=designation, status=Status.APPROVED).first()
    if held is not None:
        raise Refused(
            _("“%(position)s” describes this designation here already.") % {"position": held}, field="designation"
        )
    made = Position.objects.create(
        code=f"POS-{uuid4().hex[:10].upper()}",
        name=(name.strip() or designation.name)[:200],
        organisation=organisation,
        designation=designation,
        status=Status.APPROVED,
        translations={} if name.strip() else designation.translations,
    )
    _tell(made, organisation, actor, at)
    return made


@transaction.atomic
def retire_position(*, position: Position, organisation: "Organisation", actor: "User", at: datetime) -> bool:
    """Take back a position that the organisation added and that asks for nothing; False where it asks for something.

    Raises Refused for another organisation's position.
    """
    if position.organisation_id != organisation.pk:
        raise Refused(_("This position belongs to another organisation."))
    if position.requirements.exists() or PositionRole.objects.filter(position=position).exists():
        return False
    Position.objects.filter(pk=position.pk).update(status=Status.RETIRED)
    _tell(position, organisation, actor, at)
    return True


@transaction.atomic
def add_role(
    *, position: Position, role: WorkRole, organisation: "Organisation", actor: "User", at: datetime
) -> PositionRole:
    """The role belongs to the position in the organisation and below it, with its activities and competencies.

    Raises Refused (`role`) for one that is not approved, or that the position has there already.
    """
    _needs_reach(position, organisation)
    if role.status != Status.APPROVED:
        raise Refused(_("Only an approved work role can be added."), field="role")
    if role.pk in {link.role_id for link in queries.roles_of(position, organisation)}:
        raise Refused(_("The position has this role already."), field="role")
    place = PositionRole.objects.filter(position=position).count()
    try:
        with transaction.atomic():
            link = PositionRole.objects.create(position=position, role=role, organisation=organisation, place=place)
    except IntegrityError as error:
        raise Conflict(_("Somebody has just added this role.")) from error
    _tell(position, organisation, actor, at)
    return link


@transaction.atomic
def remove_role(*, link: PositionRole, organisation: "Organisation", actor: "User", at: datetime) -> None:
    """Take a role away that this organisation added. Raises Refused for one that belongs to the position itself, or
    that another organisation added: what is inherited is never lowered.
    """
    if link.organisation_id != organisation.pk:
        raise Refused(_("This role is inherited. Only the organisation that added it can take it away."))
    link.delete()
    _tell(link.position, organisation, actor, at)


@transaction.atomic
def require(
    *,
    position: Position,
    organisation: "Organisation",
    competency: Competency,
    level: int,
    criticality: int = Requirement.Criticality.IMPORTANT,
    starts_on: date | None = None,
    ends_on: date | None = None,
    source: str = "",
    inherited: tuple[int, int] | None = None,
    actor: "User",
    at: datetime,
) -> Requirement:
    """Ask for a competency in this organisation and below it: one that the position does not ask for, or more of one.

    `starts_on` is today when not given, `ends_on` the last day. What this organisation asked for before ends the day
    before. `inherited` is the level and criticality asked for without this organisation, where the caller has read it.
    Raises Refused with the field: a level that is not on the competency's scale, a competency that is not in
    force, an end before the start, less than what is inherited.
    """
    _needs_reach(position, organisation)
    start = starts_on or day_in_india(at)
    _check(competency, level, criticality, start, ends_on)
    if inherited is None:
        inherited = queries.inherited_by(position, organisation, start).get(competency.pk, (0, 0))
    if level < inherited[0]:
        text = _("Level %(level)s is asked for already. It can be raised here, not lowered.")
        raise Refused(text % {"level": inherited[0]}, field="level")
    if level == inherited[0] and criticality <= inherited[1]:
        raise Refused(_("The position asks for this already. Choose a higher level."), field="level")
    own = Requirement.objects.select_for_update().filter(
        position=position, organisation=organisation, competency=competency, order=None
    )
    for row in own:
        if row.starts_on is not None and row.starts_on >= start:
            row.delete()
        elif row.ends_on is None or row.ends_on >= start:
            row.ends_on = start - timedelta(days=1)
            row.save(update_fields=["ends_on"])
    made = Requirement.objects.create(
        position=position,
        organisation=organisation,
        competency=competency,
        level=level,
        criticality=criticality,
        source=source[:200],
        starts_on=start,
        ends_on=ends_on,
    )
    _tell(position, organisation, actor, at)
    return made


@transaction.atomic
def end_requirement(*, requirement: Requirement, organisation: "Organisation", actor: "User", at: datetime) -> None:
    """Ask for it no longer from today on; what was asked until yesterday stays on record.

    Raises Refused for what is inherited: only the organisation that asked for it ends it.
    """
    position = requirement.position
    if requirement.organisation_id != organisation.pk or position is None:
        raise Refused(_("This is inherited. Only the organisation that asks for it can end it."))
    yesterday = day_in_india(at) - timedelta(days=1)
    if requirement.starts_on is not None and requirement.starts_on > yesterday:
        requirement.delete()
    else:
        requirement.ends_on = yesterday
        requirement.save(update_fields=["ends_on"])
    _tell(position, organisation, actor, at)


def _needs_reach(position: Position, organisation: "Organisation") -> None:
    """A position is extended where it holds: in its own organisation and below."""
    if position.status != Status.APPROVED:
        raise Refused(_("Only an approved position can be extended."))
    if not is_within(organisation, position.organisation):
        raise Refused(_("This position does not hold in your organisation."))


def _check(competency: Competency, level: int, criticality: int, start: date, end: date | None) -> None:
    if competency.status != Status.APPROVED:
        raise Refused(_("This competency is no longer in force."), field="competency")
    if level not in {step.number for step in competency.scale.levels.all()}:
        raise Refused(
            _("Level %(level)s is not on the scale of “%(competency)s”.") % {"level": level, "competency": competency},
            field="level",
        )
    if criticality not in Requirement.Criticality.values:
        raise Refused(_("Choose useful, important or critical."), field="criticality")
    if end is not None and end < start:
        raise Refused(_("The last day must not lie before the first."), field="ends_on")


def _tell(position: Position, organisation: "Organisation", actor: "User", at: datetime) -> None:
    fact = RequirementsChanged(position=str(position.public_id), organisation=str(organisation.public_id))
    publish(fact, organisation=organisation, actor=actor, subject=position, at=at)
