"""Read papers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from assessments.bank.presenting import Shown, shown
from assessments.papers.models import Paper, PaperItem, PaperSection, PaperVersion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from igot.organisations.models import Organisation


def papers_of(organisation: Organisation, *, text: str = "") -> QuerySet[PaperVersion]:
    """The newest version of each paper of the organisation, with `questions` and `total_marks`; newest paper first."""
    newest = PaperVersion.objects.filter(paper=OuterRef("paper")).order_by("-number").values("pk")[:1]
    found = PaperVersion.objects.filter(paper__organisation=organisation).annotate(newest=Subquery(newest))
    found = found.filter(pk=F("newest")).select_related("paper")
    for word in text.split()[:10]:
        found = found.filter(Q(title__icontains=word) | Q(translations__hi__title__icontains=word))
    return found.annotate(questions=Count("sections__items"), total_marks=Sum("sections__items__marks")).order_by(
        "-paper_id"
    )


def versions_of(paper: Paper) -> QuerySet[PaperVersion]:
    """All versions of a paper, newest first."""
    return paper.versions.order_by("-number")


def newest_version(paper: Paper) -> PaperVersion:
    """The version that is edited: the draft, or else the newest published one."""
    return versions_of(paper).select_related("paper__organisation")[:1].get()


def published_version(paper: Paper) -> PaperVersion | None:
    """The newest version that can be attempted, if any."""
    return versions_of(paper).filter(state=PaperVersion.State.PUBLISHED).first()


def sections_of(version: PaperVersion) -> QuerySet[PaperSection]:
    """The version's sections in order, with their items and questions."""
    items = PaperItem.objects.select_related("question__question", "question__competency").order_by("place")
    return version.sections.prefetch_related(Prefetch("items", queryset=items)).order_by("place")


@dataclass(frozen=True)
class Asked:
    """A question as a published version asks it: what is needed to draw an attempt."""

    section: int
    question: int
    options: tuple[str, ...]
    kind: str
    marks: Decimal


def outline(version: PaperVersion) -> list[list[Asked]]:
    """The questions of a published version, section by section in order; asked for once per process, since published
    versions do not change.
    """
    name = f"outline-of-paper:{version.pk}"
    found: list[list[Asked]] | None = caches["process"].get(name)
    if found is None:
        found = [
            [
                Asked(
                    section.pk,
                    item.question_id,
                    tuple(option["id"] for option in item.question.options),
                    item.question.kind,
                    item.marks,
                )
                for item in section.items.all()
            ]
            for section in sections_of(version)
        ]
        caches["process"].set(name, found)
    return found


def question_count(version: PaperVersion) -> int:
    """How many questions the version asks."""
    return PaperItem.objects.filter(section__version=version).count()


# What a paper's settings consist of.
SETTINGS = (
    "title", "instructions", "minutes", "attempts_allowed", "cool_down_hours", "pass_by", "pass_percent",
    "negative_percent", "partial_credit", "shuffle", "review", "translations",
)  # fmt: skip


def settings_print(version: PaperVersion) -> str:
    """Changes whenever a setting of the version changes, and with the version."""
    values = [str(version.public_id), version.state, *(getattr(version, name) for name in SETTINGS)]
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:20]


def question_counts(versions: Iterable[PaperVersion]) -> dict[int, int]:
    """How many questions each version asks, by its key, in one query."""
    keys = [version.pk for version in versions]
    rows = PaperItem.objects.filter(section__version__in=keys).order_by().values_list("section__version")
    found = dict(rows.annotate(number=Count("pk")))
    return {key: found.get(key, 0) for key in keys}


def question_ids(version: PaperVersion) -> QuerySet[PaperItem, int]:
    """The ids of the questions (not their versions) that the version asks."""
    return PaperItem.objects.filter(section__version=version).values_list("question__question_id", flat=True)


def as_shown(version: PaperVersion) -> list[Shown]:
    """The version's questions in its own order, as a learner would see them before answering."""
    found: list[Shown] = []
    for section in sections_of(version):
        for number, item in enumerate(section.items.all()):
            order = [option["id"] for option in item.question.options]
            title = section.in_language("title")
            found.append(
                shown(
                    item.question,
                    place=len(found) + 1,
                    max_marks=item.marks,
                    order=order,
                    section=title,
                    opens_section=number == 0,
                )
            )
    return found
