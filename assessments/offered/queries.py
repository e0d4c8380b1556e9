"""Read assessments that stand by themselves."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from assessments.attempts.models import Attempt
from assessments.attempts.queries import MARKED
from assessments.offered.models import OfferedAssessment
from assessments.papers.models import Paper, PaperVersion

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

CONTEXT = "assessments.offered"
# A step of a path in the tree of organisations.
STEP = 4
MINUTES_A_QUESTION = 2
# How something is offered consists of these.
OFFERED = ("competency_id", "level", "summary", "translations", "for_everyone", "state")


def _open() -> QuerySet[OfferedAssessment]:
    newest = PaperVersion.objects.filter(paper=OuterRef("paper"), state=PaperVersion.State.PUBLISHED)
    found = OfferedAssessment.objects.filter(state=OfferedAssessment.State.OPEN)
    return (
        found.annotate(version=Subquery(newest.order_by("-number").values("pk")[:1]))
        .filter(version__isnull=False)
        .select_related("competency", "organisation")
    )


def visible_in(organisation: Organisation | None) -> QuerySet[OfferedAssessment]:
    """What is open to those who serve in an organisation; all that is open where none is given."""
    if organisation is None:
        return _open()
    above = [organisation.path[:end] for end in range(STEP, len(organisation.path) + 1, STEP)]
    return _open().filter(Q(for_everyone=True) | Q(organisation__path__in=above))


def visible_to(user: User, *, text: str = "", competency: UUID | None = None) -> QuerySet[OfferedAssessment]:
    """What the person may sit: their own organisation's and those above it, and what is for everyone."""
    if user.organisation is None:
        return OfferedAssessment.objects.none()
    return matching(visible_in(user.organisation), text, competency)


def matching(found: QuerySet[OfferedAssessment], text: str, competency: UUID | None) -> QuerySet[OfferedAssessment]:
    """Of what is open, that in which every word is met, for the competency if one is given; the newest first."""
    for word in text.split()[:10]:
        in_title = PaperVersion.objects.filter(pk=OuterRef("version")).filter(
            Q(title__icontains=word) | Q(translations__hi__title__icontains=word)
        )
        named = Q(competency__name__icontains=word) | Q(competency__translations__hi__name__icontains=word)
        found = found.annotate(told=Subquery(in_title.values("pk")[:1])).filter(Q(told__isnull=False) | named)
    if competency is not None:
        found = found.filter(competency__public_id=competency)
    return found.order_by("-pk")


def versions_of(offered: list[OfferedAssessment]) -> dict[int, PaperVersion]:
    """What is sat in each, by the assessment's key, in one query. They come from `visible_in` or `visible_to`."""
    found = PaperVersion.objects.in_bulk([one.version for one in offered])  # type: ignore[attr-defined]
    return {one.pk: found[one.version] for one in offered}  # type: ignore[attr-defined]


def titled(offered: list[OfferedAssessment]) -> list[dict[str, Any]]:
    """Each with the version that is sat."""
    versions = versions_of(offered)
    return [{"offered": one, "version": versions[one.pk]} for one in offered]


def minutes_of(version: PaperVersion, questions: int) -> int:
    """How long it takes: its time limit, or two minutes a question."""
    return version.minutes or MINUTES_A_QUESTION * questions


def offered_of(paper: Paper) -> OfferedAssessment | None:
    """How a paper is offered, if it is or was."""
    return OfferedAssessment.objects.filter(paper=paper).select_related("competency", "organisation", "paper").first()


def is_pass(attempt: UUID | str) -> bool:
    """Whether an attempt is marked as passed now."""
    return bool(Attempt.objects.filter(public_id=attempt, passed=True, state__in=MARKED).exists())


def offers_of(organisation: Organisation) -> QuerySet[OfferedAssessment]:
    """What an organisation offers, open or closed, the newest first."""
    found = OfferedAssessment.objects.filter(organisation=organisation)
    return found.select_related("competency", "organisation", "paper").order_by("-pk")


def offer_print(offered: OfferedAssessment) -> str:
    """Changes whenever something of how it is offered changes."""
    values = [str(offered.public_id), *(getattr(offered, name) for name in OFFERED)]
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:20]


def by_public_id(public_id: UUID | str) -> OfferedAssessment | None:
    """An assessment that stands by itself, open or closed."""
    found = OfferedAssessment.objects.select_related("competency", "organisation", "paper")
    return found.filter(public_id=public_id).first()
