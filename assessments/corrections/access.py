"""Who sees and asks for corrections: those who make and check an organisation's content."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from assessments.bank.models import Correction, QuestionVersion
from assessments.corrections import queries
from igot.kernel.errors import NotFound

if TYPE_CHECKING:
    from igot.organisations.models import Organisation


def correction_of(organisation: Organisation, public_id: UUID) -> Correction:
    """A correction of this organisation. The organisation's own door was opened before."""
    found = queries.correction(public_id)
    if found.organisation_id != organisation.pk:
        raise NotFound
    return found


def version_of(organisation: Organisation, public_id: UUID) -> QuestionVersion:
    """A version of a question of this organisation's bank."""
    found = QuestionVersion.objects.select_related("question__organisation").filter(public_id=public_id).first()
    if found is None or found.question.organisation_id != organisation.pk:
        raise NotFound
    return found
