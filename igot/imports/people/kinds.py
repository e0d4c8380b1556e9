"""The sheet of people, in and out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from igot.accounts.access import Role
from igot.accounts.queries import people_in
from igot.imports.kinds import ExportKind, ImportKind, register, register_export
from igot.imports.people.apply import apply_row, apply_rows, undo_row
from igot.imports.people.check import PeopleCheck
from igot.imports.people.rules import HEADINGS

if TYPE_CHECKING:
    from igot.organisations.models import Organisation


def _rows(organisation: "Organisation", parameters: dict[str, Any]) -> Iterator[list[Any]]:
    people = people_in(organisation).select_related("organisation", "designation", "profile").order_by("name", "pk")
    for person in people.iterator(chunk_size=500):
        profile = getattr(person, "profile", None)
        yield [
            person.name,
            person.email,
            person.designation or "",
            getattr(profile, "group", ""),
            getattr(profile, "employee_id", ""),
            person.organisation,
            person.created_at.date().isoformat(),
        ]


register(
    ImportKind(
        name="people",
        label=_("People"),
        headings=HEADINGS,
        roles=(Role.ORGANISATION_ADMIN,),
        check=PeopleCheck,
        apply=apply_row,
        apply_many=apply_rows,
        undo=undo_row,
        help=_(
            "One row per person. Columns with * have to be filled. Dates are day-month-year. People who "
            "are registered already are "
            "changed where the sheet says otherwise; an empty cell changes nothing."
        ),
        adds=_("Registers a person"),
        changes=_("Changes a registered person"),
        undoes=_("People it registered lose access, changed values come back."),
    )
)
register_export(
    ExportKind(
        name="people",
        label=_("People of the organisation and all below it"),
        file_name="people",
        headings=(
            _("Name"),
            _("E-mail"),
            _("Designation"),
            _("Group"),
            _("Employee ID"),
            _("Organisation"),
            _("Registered on"),
        ),
        rows=_rows,
        roles=(Role.ORGANISATION_ADMIN, Role.ORGANISATION_LEADER),
    )
)
