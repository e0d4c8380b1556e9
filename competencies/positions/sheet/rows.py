"""Judge, do and undo what a row of the sheet says: a designation here is asked for a competency at a level."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from competencies.framework.models import Competency
from competencies.positions import services
from competencies.positions.models import Requirement
from competencies.positions.sheet import AREA, CRITICALITY, DESIGNATION, LEVEL, SUB_THEME, THEME
from competencies.positions.sheet.reference import Reference, criticality_of, level_of, plain
from igot.imports.kinds import Check, Checked, Values
from igot.kernel.clock import day_in_india, now
from igot.kernel.errors import Refused
from igot.organisations.models import Designation, Organisation

if TYPE_CHECKING:
    from igot.accounts.models import User

SOURCE = "Sheet of designations and competencies"


@dataclass(frozen=True)
class Wish:
    """What a row says, understood."""

    designation: Designation
    competency: Competency
    level: int | None
    criticality: int


class MappingCheck(Check):
    """Remembers the pairs it met, so that a designation is asked for a competency once in a sheet."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(organisation)
        self.reference = Reference(organisation)
        self.met: set[tuple[int, int]] = set()
        self.today = day_in_india(now())

    def rows(self, batch: Sequence[Values]) -> list[Checked]:
        return [self._judge(values) for values in batch]

    def _judge(self, values: Values) -> Checked:
        wish, errors = understand(self.reference, values)
        if wish is None:
            return Checked(errors=errors)
        pair = (wish.designation.pk, wish.competency.pk)
        if pair in self.met:
            return Checked(errors=[_("This designation and competency stand in this sheet more than once.")])
        self.met.add(pair)
        position = self.reference.position(wish.designation)
        if position is None:
            return Checked(change="new")
        inherited, own = self.reference.asked(position, self.today)
        errors = too_low(wish, inherited.get(wish.competency.pk, (0, 0)))
        if errors:
            return Checked(errors=errors)
        return Checked(change=change_of(wish, inherited.get(wish.competency.pk), own.get(wish.competency.pk)))


def understand(reference: Reference, values: Values) -> tuple[Wish | None, list[str]]:
    """The row's cells as things, or everything that is wrong with them."""
    errors = []
    coded = reference.by_code(values.get(SUB_THEME, "")) if not values.get(AREA) and not values.get(THEME) else None
    places = (AREA, THEME, SUB_THEME) if coded is None else ()
    empty = [name for name in (DESIGNATION, *places) if not values.get(name)]
    errors += [_("%(column)s has to be filled.") % {"column": name.rstrip("*")} for name in empty]
    designation = reference.designations.get(plain(values.get(DESIGNATION, "")))
    if designation is None and DESIGNATION not in empty:
        text = _("Designation: “%(value)s” is not on the list of designations. Correct it, or have it added first.")
        errors.append(text % {"value": values[DESIGNATION]})
    competency, level = coded, None
    if coded is None and not set(places) & set(empty):
        competency, wrong = reference.competency(values[AREA], values[THEME], values[SUB_THEME])
        errors += wrong
    if competency is not None:
        level, wrong = level_of(competency, values.get(LEVEL, ""))
        errors += wrong
    criticality, wrong = criticality_of(values.get(CRITICALITY, ""))
    errors += wrong
    if errors or designation is None or competency is None:
        return None, errors
    return Wish(designation, competency, level, criticality), []


def too_low(wish: Wish, inherited: tuple[int, int]) -> list[str]:
    """What is inherited is raised here, never lowered."""
    if wish.level is None or wish.level >= inherited[0]:
        return []
    return [_("Level: level %(level)s is inherited. It can be raised here, not lowered.") % {"level": inherited[0]}]


def change_of(wish: Wish, inherited: tuple[int, int] | None, own: tuple[int, int] | None) -> str:
    """`new`, `changed` or `same`. A row without a level asks for no more than what is there."""
    wanted = (wish.level or 0, wish.criticality)
    if wish.level is None and (inherited or own):
        return "same"
    if own is not None:
        return "same" if own == wanted else "changed"
    if inherited is None:
        return "new"
    return "same" if wanted[0] == inherited[0] and wanted[1] <= inherited[1] else "changed"


@lru_cache(maxsize=2)
def _reference(organisation_id: int, at: datetime) -> Reference:
    """One for all rows that a worker applies in one go: they share `at`."""
    return Reference(Organisation.objects.get(pk=organisation_id))


def apply_row(values: Values, organisation: Organisation, actor: "User", at: datetime) -> dict[str, Any]:
    """Ask for the competency; a designation that nothing describes gets a position first. Judged once more, since the
    world may have moved since the check.
    """
    reference = _reference(organisation.pk, at)
    wish, errors = understand(reference, values)
    if wish is None:
        raise Refused(fields={"row": errors})
    position, today = reference.position(wish.designation), day_in_india(at)
    added = position is None
    if position is None:
        position = services.add_position(designation=wish.designation, organisation=organisation, actor=actor, at=at)
    inherited, own = ({}, {}) if added else reference.asked(position, today)
    above, before = inherited.get(wish.competency.pk), own.get(wish.competency.pk)
    errors = too_low(wish, above or (0, 0))
    if errors:
        raise Refused(fields={"row": errors})
    if change_of(wish, above, before) == "same":
        return {}
    made = services.require(
        position=position,
        organisation=organisation,
        competency=wish.competency,
        level=wish.level or 1,
        criticality=wish.criticality,
        source=SOURCE,
        inherited=above or (0, 0),
        actor=actor,
        at=at,
    )
    own[wish.competency.pk] = (made.level, made.criticality)
    reference.positions[wish.designation.pk] = position
    return {"requirement": made.pk, "added": added, "before": before, "day": today.isoformat()}


def undo_row(undo: dict[str, Any], actor: "User", at: datetime) -> bool:
    """Ask for it no longer, or for what was asked before; the position goes too where the sheet brought it and nothing
    else rests on it. False where somebody changed it since.
    """
    made = (
        Requirement.objects.select_related("position__organisation", "organisation", "competency__scale")
        .filter(pk=undo["requirement"], ends_on=None)
        .first()
    )
    if made is None or made.position is None or made.organisation is None:
        return False
    position, organisation, competency = made.position, made.organisation, made.competency
    services.end_requirement(requirement=made, organisation=organisation, actor=actor, at=at)
    if undo["before"]:
        services.require(
            position=position,
            organisation=organisation,
            competency=competency,
            level=undo["before"][0],
            criticality=undo["before"][1],
            starts_on=max(day_in_india(at), date.fromisoformat(undo["day"])),
            source=SOURCE,
            actor=actor,
            at=at,
        )
    elif undo["added"]:
        services.retire_position(position=position, organisation=organisation, actor=actor, at=at)
    return True
