"""Judge a sheet of people against who is registered, the designations and the e-mail domains of an organisation."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from igot.accounts.queries import by_emails, by_mobiles
from igot.imports.kinds import Check, Checked, Values
from igot.imports.people.rules import parse
from igot.organisations.access import is_within
from igot.organisations.queries import ancestors_and_self, designations_for

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

ON_USER = ("name", "mobile")
ON_PROFILE = (
    "group",
    "gender",
    "category",
    "date_of_birth",
    "mother_tongue",
    "employee_id",
    "office_pin",
    "external_id",
    "external_system",
    "tags",
)


class PeopleCheck(Check):
    """Remembers the addresses and numbers it met, so that a person stands in a sheet once."""

    def __init__(self, organisation: "Organisation") -> None:
        super().__init__(organisation)
        self.domains = {domain for place in ancestors_and_self(organisation) for domain in place.email_domains}
        self.designations = {found.name.casefold() for found in designations_for(organisation)}
        self.emails: set[str] = set()
        self.mobiles: set[str] = set()

    def rows(self, batch: Sequence[Values]) -> list[Checked]:
        parsed = [parse(values) for values in batch]
        people = by_emails(fields["email"] for fields, _errors in parsed if "email" in fields)
        mobiles = by_mobiles(fields["mobile"] for fields, _errors in parsed if "mobile" in fields)
        return [self._judge(fields, errors, people, mobiles) for fields, errors in parsed]

    def _judge(
        self, fields: dict[str, Any], errors: list[str], people: "dict[str, User]", mobiles: "dict[str, User]"
    ) -> Checked:
        email, mobile = fields.get("email", ""), fields.get("mobile", "")
        person = people.get(email)
        if email:
            errors += self._email_errors(email, person)
        if mobile:
            holder = mobiles.get(mobile)
            if holder is not None and (person is None or holder.pk != person.pk):
                errors.append(_("Mobile Number: somebody else has registered it."))
            if mobile in self.mobiles:
                errors.append(_("Mobile Number: stands in this sheet more than once."))
            self.mobiles.add(mobile)
        if "designation" in fields and fields["designation"].casefold() not in self.designations:
            errors.append(
                _("Designation: “%(value)s” is not on the list of designations. Correct it, or have it added first.")
                % {"value": fields["designation"]}
            )
        if errors:
            return Checked(errors=errors)
        if person is None:
            return Checked(change="new")
        return Checked(change="changed" if changes_to(person, fields) else "same")

    def _email_errors(self, email: str, person: "User | None") -> list[str]:
        errors = []
        if self.domains and email.rpartition("@")[2] not in self.domains:
            errors.append(
                _("Email: the domain is not approved. Approved: %(domains)s.")
                % {"domains": ", ".join(sorted(self.domains))}
            )
        if email in self.emails:
            errors.append(_("Email: stands in this sheet more than once."))
        self.emails.add(email)
        if person is not None and (
            person.organisation is None or not is_within(person.organisation, self.organisation)
        ):
            errors.append(_("Email: this person is registered elsewhere. They come to you by a transfer."))
        return errors


def changes_to(person: "User", fields: dict[str, Any]) -> dict[str, Any]:
    """What the row would change of a registered person. An empty cell changes nothing."""
    profile = getattr(person, "profile", None)
    changes = {name: fields[name] for name in ON_USER if name in fields and getattr(person, name) != fields[name]}
    changes |= {
        name: fields[name] for name in ON_PROFILE if name in fields and getattr(profile, name, None) != fields[name]
    }
    current = person.designation.name.casefold() if person.designation is not None else ""
    if fields.get("designation", "").casefold() not in ("", current):
        changes["designation"] = fields["designation"]
    return changes
