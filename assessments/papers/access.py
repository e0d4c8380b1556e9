"""Who may see and write papers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from assessments.bank.access import READERS, WRITERS
from assessments.papers.models import Paper
from igot.accounts.access import may
from igot.kernel.errors import Denied, NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation


def paper_to_see(user: User, public_id: UUID) -> Paper:
    """A paper of an organisation in which the person makes or checks content."""
    paper = Paper.objects.select_related("organisation").filter(public_id=public_id).first()
    if paper is None or not may(user, READERS, paper.organisation):
        raise NotFound
    return paper


def paper_to_edit(user: User, public_id: UUID) -> Paper:
    """A paper the person may write; Denied for those who may only see it."""
    paper = paper_to_see(user, public_id)
    if not may(user, WRITERS, paper.organisation):
        raise Denied
    return paper


def paper_of(organisation: Organisation, public_id: UUID) -> Paper:
    """A paper of this organisation. The organisation's own door was opened before."""
    paper = Paper.objects.select_related("organisation").filter(public_id=public_id, organisation=organisation).first()
    if paper is None:
        raise NotFound
    return paper
