"""Read the question bank."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from assessments.bank.models import Question, QuestionVersion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from igot.organisations.models import Organisation


def newest_versions(organisation: Organisation, *, archived: bool = False) -> QuerySet[QuestionVersion]:
    """The newest version of each question of the organisation's bank, newest question first."""
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number").values("pk")[:1]
    return (
        QuestionVersion.objects.filter(question__organisation=organisation, question__is_archived=archived)
        .annotate(newest=Subquery(newest))
        .filter(pk=F("newest"))
        .select_related("question", "competency")
        .order_by("-question_id")
    )


def search(
    organisation: Organisation,
    *,
    text: str = "",
    kind: str = "",
    competency: UUID | None = None,
    archived: bool = False,
) -> QuerySet[QuestionVersion]:
    """The newest versions that match: words of the question in any language, kind, competency."""
    found = newest_versions(organisation, archived=archived)
    for word in text.split()[:10]:
        found = found.filter(Q(stem__icontains=word) | Q(translations__hi__stem__icontains=word))
    if kind:
        found = found.filter(kind=kind)
    if competency:
        found = found.filter(competency__public_id=competency)
    return found


def versions_of(question: Question) -> QuerySet[QuestionVersion]:
    """All versions of a question, newest first."""
    return question.versions.select_related("competency", "created_by").order_by("-number")


def versions_by_id(organisation: Organisation, public_ids: list[UUID]) -> list[QuestionVersion]:
    """The versions with these ids that belong to the organisation's bank, in the order given; others are left out."""
    found = {
        version.public_id: version
        for version in QuestionVersion.objects.filter(public_id__in=public_ids, question__organisation=organisation)
    }
    return [found[public_id] for public_id in public_ids if public_id in found]


def from_elsewhere(versions: Iterable[QuestionVersion], organisation_id: int) -> bool:
    """Whether one of the versions belongs to the bank of another organisation."""
    ids = {version.question_id for version in versions}
    return Question.objects.filter(pk__in=ids).exclude(organisation=organisation_id).exists()
