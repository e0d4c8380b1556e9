"""The dictionaries of this room: work roles, positions, knowledge resources."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competencies.framework.items import ItemKind, register
from competencies.framework.models import Revision
from competencies.positions import uses
from competencies.positions.forms.items import PositionForm, ResourceForm, RoleForm
from competencies.positions.items import posts, resources, roles
from competencies.positions.sheet import HEADINGS, OPTIONAL
from competencies.positions.sheet.rows import MappingCheck, apply_row, undo_row
from igot.accounts.access import Role
from igot.imports.kinds import ImportKind
from igot.imports.kinds import register as register_import
from igot.notifications import kinds as notices
from igot.notifications.kinds import NoticeKind

if TYPE_CHECKING:
    from igot.imports.kinds import Text
    from igot.organisations.models import Organisation

Kind = Revision.Kind
__all__ = ["uses"]


def role_page(item: Any) -> str:
    """Where anybody signed in reads a role."""
    return reverse("item", args=[Kind.ROLE, item.public_id])


def position_page(item: Any) -> str:
    """Where anybody signed in reads a position."""
    return reverse("item", args=[Kind.POSITION, item.public_id])


def resource_page(item: Any) -> str:
    """Where anybody signed in reads a resource."""
    return reverse("item", args=[Kind.RESOURCE, item.public_id])


register(
    ItemKind(
        name=Kind.ROLE,
        slug="roles",
        label=_("Work role"),
        plural=_("Work roles"),
        title_field="name",
        items=roles.items,
        search=roles.search,
        blank=roles.blank,
        snapshot=roles.snapshot,
        check=roles.check,
        apply=roles.apply,
        describe=roles.describe,
        form=RoleForm,
        gist=lambda role: str(role.in_language("description")),
        page=role_page,
    )
)
register(
    ItemKind(
        name=Kind.POSITION,
        slug="positions",
        label=_("Position"),
        plural=_("Positions"),
        title_field="name",
        items=posts.items,
        search=posts.search,
        blank=posts.blank,
        snapshot=posts.snapshot,
        check=posts.check,
        apply=posts.apply,
        describe=posts.describe,
        form=PositionForm,
        gist_label=_("Designation"),
        gist=lambda position: str(position.designation or ""),
        page=position_page,
    )
)
register(
    ItemKind(
        name=Kind.RESOURCE,
        slug="resources",
        label=_("Knowledge resource"),
        plural=_("Knowledge resources"),
        title_field="title",
        items=resources.items,
        search=resources.search,
        blank=resources.blank,
        snapshot=resources.snapshot,
        check=resources.check,
        apply=resources.apply,
        describe=resources.describe,
        form=ResourceForm,
        gist_label=_("Kind"),
        gist=resources.gist,
        page=resource_page,
    )
)
notices.register(
    NoticeKind(
        name="competencies.order_published",
        cls="transactional",
        label=_("A work order says what I do"),
        title=_("Work order %(number)s says what you do"),
        body=_("“%(title)s” takes effect on %(day)s. See what it gives you to do and what that asks of you."),
    )
)


def see_positions(organisation: "Organisation") -> "tuple[Text, str]":
    """Where the administrator sees what the positions ask for now."""
    return _("See what the positions ask for"), reverse("position_list", args=[organisation.slug])


register_import(
    ImportKind(
        name="designation-competencies",
        label=_("Competencies of designations"),
        headings=HEADINGS,
        optional=OPTIONAL,
        roles=(Role.ORGANISATION_ADMIN,),
        check=MappingCheck,
        apply=apply_row,
        undo=undo_row,
        help=_(
            "One row for each designation and competency. Area, theme and sub-theme as in the dictionary; other "
            "spellings it knows are understood. Level is a number or a name of the competency's scale; without one, "
            "level 1. Criticality: Useful, Important or Critical. What is inherited can be raised, not lowered. In the "
            "place of area, theme and sub-theme the code of a competency, under sub-theme, is enough."
        ),
        adds=_("The designation is asked for it from today on"),
        changes=_("Asked for at another level, or as more critical"),
        undoes=_("What it asked for is asked for no longer; what was asked before is asked again."),
        known_by=4,
        next_step=see_positions,
    )
)
