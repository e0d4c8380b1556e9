"""What FRACing asks of the approvals: a technical review, then the Commission's; and the dictionary of competencies."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competencies.framework import competency_items as competencies
from competencies.framework import items, sheet
from competencies.framework.forms import CompetencyForm
from competencies.framework.models import Competency, Revision
from competencies.framework.queries import proposals
from competencies.framework.queries.reading import everything, find, kind_names, node_names, scale_names
from competencies.framework.queries.revisions import APPROVAL, revision_by_id
from competencies.framework.services import deciding, proposing
from igot.accounts.access import Role
from igot.approvals.kinds import ApprovalKind, StepRule, register
from igot.imports import kinds as imports

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.approvals.models import Request, Step
    from igot.imports.kinds import Text
    from igot.organisations.models import Organisation


STEPS = [
    StepRule("technical", Role.FRAC_REVIEWER, _("Technical review")),
    StepRule("board", Role.CBC_REVIEWER, _("Approval by the Capacity Building Commission")),
]


def page(request: "Request") -> str:
    """Where the reviewer reads the wording beside the one in force."""
    return reverse("revision", args=[request.organisation.slug, revision_by_id(request.subject_id).public_id])


def on_step(request: "Request", step: "Step", actor: "User", at: datetime) -> None:
    """The technical reviewer's yes."""
    deciding.verify(revision_id=request.subject_id, comment=step.comment, actor=actor, at=at)


def on_approved(request: "Request", actor: "User", at: datetime) -> None:
    """The Commission's yes."""
    last = request.steps.order_by("-number").first()
    comment = last.comment if last is not None else ""
    deciding.put_in_force(revision_id=request.subject_id, comment=comment, actor=actor, at=at)


def on_returned(request: "Request", comment: str, actor: "User", at: datetime) -> None:
    """A reviewer's return."""
    deciding.send_back(revision_id=request.subject_id, comment=comment, actor=actor, at=at)


def on_withdrawn(request: "Request", actor: "User", at: datetime) -> None:
    """The author goes on writing."""
    deciding.back_to_draft(revision_id=request.subject_id, actor=actor, at=at)


register(
    ApprovalKind(
        name=APPROVAL,
        label=_("Dictionary item (FRACing)"),
        steps=STEPS,
        always_four_eyes=True,
        page=page,
        on_step=on_step,
        on_approved=on_approved,
        on_returned=on_returned,
        on_withdrawn=on_withdrawn,
    )
)


def proposal_page(request: "Request") -> str:
    """Where the reviewer reads what rests on the item now."""
    return reverse("proposal", args=[request.organisation.slug, request.subject_id])


def proposal_figures(request: "Request") -> "list[tuple[Text, Text]]":
    """What rests on the item now, and what did when it was asked, where that is another number."""
    return [
        (row.label, proposals.in_words(row)) for row in proposals.preview(proposals.proposal_by_id(request.subject_id))
    ]


def on_proposal_step(request: "Request", step: "Step", actor: "User", at: datetime) -> None:
    """The technical reviewer's yes."""
    proposing.verify_proposal(proposal_id=request.subject_id, comment=step.comment, actor=actor, at=at)


def on_proposal_approved(request: "Request", actor: "User", at: datetime) -> None:
    """The Commission's yes."""
    proposing.carry_out(proposal_id=request.subject_id, actor=actor, at=at)


def on_proposal_returned(request: "Request", comment: str, actor: "User", at: datetime) -> None:
    """A reviewer's no."""
    proposing.send_proposal_back(proposal_id=request.subject_id, comment=comment, actor=actor, at=at)


def on_proposal_withdrawn(request: "Request", actor: "User", at: datetime) -> None:
    """The author thinks otherwise."""
    proposing.drop_proposal(proposal_id=request.subject_id, actor=actor, at=at)


register(
    ApprovalKind(
        name=proposals.APPROVAL,
        label=_("Retiring or merging (FRACing)"),
        steps=STEPS,
        always_four_eyes=True,
        page=proposal_page,
        figures=proposal_figures,
        on_step=on_proposal_step,
        on_approved=on_proposal_approved,
        on_returned=on_proposal_returned,
        on_withdrawn=on_proposal_withdrawn,
    )
)


def on_their_way(organisation: "Organisation") -> "tuple[Text, str]":
    """Where the author of a sheet follows what was submitted."""
    return _("See what is on its way"), reverse("frac", args=[organisation.slug])


imports.register(
    imports.ImportKind(
        name="competencies",
        label=_("Competencies (FRACing)"),
        headings=sheet.HEADINGS,
        roles=(Role.FRAC_AUTHOR,),
        check=sheet.CompetencyCheck,
        apply=sheet.apply_row,
        undo=sheet.undo_row,
        help=_(
            "One row per competency. Columns with * have to be filled. A code in force gets a new version, in which an "
            "empty cell changes nothing; other spellings are parted by semicolons. Each applied row is submitted to "
            "the technical reviewer."
        ),
        adds=_("A new competency, submitted to the technical reviewer"),
        changes=_("A new version, submitted to the technical reviewer"),
        undoes=_("What nobody has decided yet is taken back and let go."),
        known_by=3,
        next_step=on_their_way,
        optional=[heading for heading in sheet.HEADINGS if not heading.endswith("*")],
        most_rows=2000,
    )
)


def competency_page(competency: Competency) -> str:
    """Where anybody signed in reads it."""
    return reverse("competency", args=[competency.public_id])


items.register(
    items.ItemKind(
        name=Revision.Kind.COMPETENCY,
        slug="competencies",
        label=_("Competency"),
        plural=_("Competencies"),
        title_field="name",
        items=everything,
        search=find,
        blank=competencies.blank,
        snapshot=competencies.snapshot,
        check=competencies.check,
        apply=competencies.apply,
        describe=competencies.describe,
        form=CompetencyForm,
        page=competency_page,
        facets=[
            items.Facet("area", _("Area"), "kind", kind_names),
            items.Facet("theme", _("Theme"), "node__parent__code", node_names),
            items.Facet("scale", _("Scale"), "scale__code", scale_names),
        ],
    )
)
