"""Do, and undo, what a row of a sheet of people says."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

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
        made = services.add_person(
            email=fields["email"],
            name=fields["name"],
            mobile=fields["mobile"],
            organisation=organisation,
            designation=_designation(organisation, fields["designation"]),
            profile={name: fields[name] for name in ON_PROFILE if name in fields},
            actor=actor,
            at=at,
        )
        return {"person": str(made.public_id), "added": True}
    changes = changes_to(person, fields)
    if not changes:
        return {}
    before = {name: _stored(_value(person, name)) for name in changes}
    if "designation" in changes:
        changes["designation"] = _designation(organisation, changes["designation"])
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


def _designation(organisation: "Organisation", name: str) -> "Designation":
    found = designations_for(organisation).filter(name__iexact=name).first()
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
