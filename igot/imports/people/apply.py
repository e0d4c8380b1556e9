"""Do, and undo, what a row of a sheet of people says."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from igot.accounts import queries as accounts
from igot.accounts import services
from igot.imports.kinds import Values
from igot.imports.people.check import ON_PROFILE, PeopleCheck, changes_to
from igot.imports.people.rules import parse
from igot.kernel.errors import Refused
from igot.organisations.queries import designation, designations_for

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Designation, Organisation


def apply_row(values: Values, organisation: "Organisation", actor: "User", at: datetime) -> dict[str, Any]:
    """Register the person, or change what the row says otherwise; judged once more, since the world may have moved
    since the check.
    """
    verdict = PeopleCheck(organisation).rows([values])[0]
    if verdict.errors:
        raise Refused(fields={"row": verdict.errors})
    fields, _errors = parse(values)
    person = accounts.by_emails([fields["email"]]).get(fields["email"])
    if person is None:
        newcomer = _newcomer(fields, designations_of(organisation))
        made = services.add_person(
            email=newcomer.email,
            name=newcomer.name,
            mobile=newcomer.mobile,
            organisation=organisation,
            designation=newcomer.designation,
            profile=newcomer.profile,
            actor=actor,
            at=at,
        )
        return {"person": str(made.public_id), "added": True}
    return _change(person, fields, designations_of(organisation), actor, at)


def apply_rows(batch: Sequence[Values], organisation: "Organisation", actor: "User", at: datetime) -> list[Any]:
    """The same for many rows: newcomers are registered together, who is known is changed one by one.

    Raises IntegrityError where somebody was registered elsewhere at the same moment.
    """
    verdicts = PeopleCheck(organisation).rows(batch)
    parsed = [parse(values)[0] for values in batch]
    right = [fields for fields, verdict in zip(parsed, verdicts, strict=True) if not verdict.errors]
    known, designations = accounts.by_emails(fields["email"] for fields in right), designations_of(organisation)
    answers: list[Any] = []
    newcomers: dict[int, services.Newcomer] = {}
    for place, (fields, verdict) in enumerate(zip(parsed, verdicts, strict=True)):
        answers.append({})
        try:
            if verdict.errors:
                raise Refused(fields={"row": verdict.errors})
            if fields["email"] in known:
                answers[place] = _change(known[fields["email"]], fields, designations, actor, at)
            else:
                newcomers[place] = _newcomer(fields, designations)
        except Refused as refusal:
            answers[place] = refusal
    made = services.add_people(newcomers=list(newcomers.values()), organisation=organisation, actor=actor, at=at)
    for place, person in zip(newcomers, made, strict=True):
        answers[place] = {"person": str(person.public_id), "added": True}
    return answers


def designations_of(organisation: "Organisation") -> "dict[str, Designation]":
    """The designations that may be used there, by their names without case."""
    return {found.name.casefold(): found for found in designations_for(organisation)}


def _newcomer(fields: dict[str, Any], designations: "dict[str, Designation]") -> services.Newcomer:
    return services.Newcomer(
        email=fields["email"],
        name=fields["name"],
        mobile=fields["mobile"],
        designation=_designation(designations, fields["designation"]),
        profile={name: fields[name] for name in ON_PROFILE if name in fields},
    )


def _change(
    person: "User", fields: dict[str, Any], designations: "dict[str, Designation]", actor: "User", at: datetime
) -> dict[str, Any]:
    changes = changes_to(person, fields)
    if not changes:
        return {}
    before = {name: _stored(_value(person, name)) for name in changes}
    if "designation" in changes:
        changes["designation"] = _designation(designations, changes["designation"])
    with transaction.atomic():
        services.change_profile(user=person, changes=changes, actor=actor, at=at)
    after = {name: _stored(value) for name, value in changes.items()}
    return {"person": str(person.public_id), "before": before, "after": after}


def undo_row(undo: dict[str, Any], actor: "User", at: datetime) -> bool:
    """Close the access of a person the import registered (the record stays), or give a changed one the former values
    back.

    False where somebody has changed the same values since: those are left alone.
    """
    person = accounts.person(undo["person"])
    if undo.get("added"):
        services.deactivate(user=person, actor=actor, at=at)
        return True
    if any(_stored(_value(person, name)) != value for name, value in undo["after"].items()):
        return False
    changes = {name: _restored(name, value) for name, value in undo["before"].items()}
    services.change_profile(user=person, changes=changes, actor=actor, at=at)
    return True


def _designation(designations: "dict[str, Designation]", name: str) -> "Designation":
    found = designations.get(name.casefold())
    if found is None:
        raise Refused(_("Designation: “%(value)s” is not on the list of designations.") % {"value": name}, field="row")
    return found


def _value(person: "User", name: str) -> Any:
    return getattr(person.profile, name) if name in ON_PROFILE else getattr(person, name)


def _stored(value: Any) -> Any:
    """A value as JSON keeps it: days as ISO text, a designation by its public id."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value.public_id) if hasattr(value, "public_id") else value


def _restored(name: str, value: Any) -> Any:
    if name == "date_of_birth" and value:
        return date.fromisoformat(value)
    return designation(value) if name == "designation" and value else value
