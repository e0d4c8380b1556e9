"""Write papers: create, set, fill with questions, publish, begin the next version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.bank.queries import from_elsewhere
from assessments.papers import rules
from assessments.papers.facts import PaperChanged, PaperCreated, PaperDraftOpened, PaperPublished
from assessments.papers.models import Paper, PaperItem, PaperSection, PaperVersion
from assessments.papers.queries import sections_of, settings_print
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from assessments.bank.models import QuestionVersion
    from igot.accounts.models import User
    from igot.organisations.models import Organisation


@dataclass(frozen=True, kw_only=True)
class SectionDraft:
    """A section as it shall be: its questions with their marks, in order."""

    items: Sequence[tuple[QuestionVersion, Any]]
    title: str = ""
    cut_off_percent: Any = 0
    translations: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def create_paper(
    *,
    organisation: Organisation,
    title: str,
    minutes: int | None = None,
    attempts_allowed: int = 3,
    pass_percent: Any = 60,
    negative_percent: Any = 0,
    partial_credit: bool = False,
    shuffle: bool = True,
    review: str = PaperVersion.Review.EVERYTHING,
    cool_down_hours: int = 0,
    instructions: str = "",
    pass_by: str = PaperVersion.PassBy.TOTAL,
    translations: Mapping[str, Any] | None = None,
    actor: User | None,
    at: datetime,
) -> PaperVersion:
    """Begin a paper and return the draft of its first version.

    `minutes` None means no limit; raises Refused naming the field.
    """
    settings = rules.checked(
        {
            "title": title, "minutes": minutes, "attempts_allowed": attempts_allowed, "pass_percent": pass_percent,
            "negative_percent": negative_percent, "partial_credit": partial_credit, "shuffle": shuffle,
            "review": review, "cool_down_hours": cool_down_hours, "instructions": instructions, "pass_by": pass_by,
            "translations": dict(translations or {}),
        }
    )  # fmt: skip
    paper = Paper.objects.create(organisation=organisation, created_by=actor)
    version = PaperVersion.objects.create(paper=paper, number=1, **settings)
    publish(
        PaperCreated(paper=str(paper.public_id), version=str(version.public_id)),
        organisation=organisation, actor=actor, subject=paper, at=at,
    )  # fmt: skip
    return version


def _draft(version: PaperVersion) -> PaperVersion:
    """The version, locked; raises Conflict once it is published."""
    locked = (
        PaperVersion.objects.select_for_update(of=("self",)).select_related("paper__organisation").get(pk=version.pk)
    )
    if locked.state != PaperVersion.State.DRAFT:
        raise Conflict(_("This version is published and no longer changes. Begin a new version to change it."))
    return locked


def _changed(version: PaperVersion, fields: list[str], actor: User | None, at: datetime) -> None:
    publish(
        PaperChanged(paper=str(version.paper.public_id), version=str(version.public_id), fields=fields),
        organisation=version.paper.organisation, actor=actor, subject=version.paper, at=at,
    )  # fmt: skip


@transaction.atomic
def change_paper(
    *, version: PaperVersion, changes: Mapping[str, Any], seen: str | None = None, actor: User | None, at: datetime
) -> PaperVersion:
    """Change settings of a draft (names as in `create_paper`).

    `seen`: the fingerprint of the settings the editor had before them. Raises Refused naming the field, Conflict once
    published, or (`changed_meanwhile`) when somebody else was quicker.
    """
    locked = _draft(version)
    if seen is not None and seen != settings_print(locked):
        raise Conflict(_("Somebody has changed this paper since you opened it."), code="changed_meanwhile")
    settings = {name: value for name, value in rules.checked(changes).items() if getattr(locked, name) != value}
    if settings:
        for name, value in settings.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(settings))
        _changed(locked, sorted(settings), actor, at)
    return locked


@transaction.atomic
def set_sections(
    *, version: PaperVersion, sections: Sequence[SectionDraft], actor: User | None, at: datetime
) -> list[PaperSection]:
    """Make these the draft's sections and questions, in this order, in place of what it had.

    A question may stand in a paper once. Raises Refused (`items`, `marks`, `cut_off_percent`), Conflict once published.
    """
    locked = _draft(version)
    _questions_fit(locked, sections)
    locked.sections.all().delete()
    made = []
    for place, draft in enumerate(sections, start=1):
        section = PaperSection.objects.create(
            version=locked,
            place=place,
            title=draft.title.strip()[:200],
            cut_off_percent=rules.percent(draft.cut_off_percent, "cut_off_percent"),
            translations=dict(draft.translations),
        )
        PaperItem.objects.bulk_create(
            PaperItem(section=section, place=number, question=question, marks=rules.marks(marks))
            for number, (question, marks) in enumerate(draft.items, start=1)
        )
        made.append(section)
    _changed(locked, ["items"], actor, at)
    return made


def _questions_fit(version: PaperVersion, sections: Sequence[SectionDraft]) -> None:
    questions = [question for draft in sections for question, _marks in draft.items]
    if len(questions) > rules.MOST_QUESTIONS:
        raise Refused(_("A paper holds at most 300 questions."), field="items")
    if len({question.question_id for question in questions}) < len(questions):
        raise Refused(_("A question stands in the paper twice. Remove one of them."), field="items")
    if from_elsewhere(questions, version.paper.organisation_id):
        raise Refused(_("A question belongs to the bank of another organisation."), field="items")


def set_items(
    *,
    version: PaperVersion,
    items: Sequence[tuple[QuestionVersion, Decimal | int | float | str]],
    actor: User | None,
    at: datetime,
) -> PaperSection:
    """Make these the draft's only questions, in one section without a cut-off; see `set_sections`."""
    return set_sections(version=version, sections=[SectionDraft(items=items)], actor=actor, at=at)[0]


@transaction.atomic
def add_items(
    *, version: PaperVersion, questions: Sequence[QuestionVersion], actor: User | None, at: datetime, marks: Any = 1
) -> int:
    """Put questions at the end of the draft's last section, each worth `marks`; returns how many.

    Questions the paper has already are left out. Raises Refused (`items`), Conflict once published.
    """
    locked = _draft(version)
    sections = [
        SectionDraft(
            title=section.title,
            cut_off_percent=section.cut_off_percent,
            translations=section.translations,
            items=[(item.question, item.marks) for item in section.items.all()],
        )
        for section in sections_of(locked)
    ] or [SectionDraft(items=[])]
    held = {question.question_id for draft in sections for question, _marks in draft.items}
    added = [question for question in questions if question.question_id not in held]
    if added:
        items = [*sections[-1].items, *((question, marks) for question in added)]
        sections[-1] = replace(sections[-1], items=items)
        set_sections(version=locked, sections=sections, actor=actor, at=at)
    return len(added)


@transaction.atomic
def publish_paper(*, version: PaperVersion, actor: User | None, at: datetime) -> PaperVersion:
    """Let the version be attempted; from now on it does not change. Publishing it again does nothing.

    Raises Refused (`items`) for a paper without questions or with an empty section.
    """
    locked = (
        PaperVersion.objects.select_for_update(of=("self",)).select_related("paper__organisation").get(pk=version.pk)
    )
    if locked.state == PaperVersion.State.PUBLISHED:
        return locked
    empty = locked.sections.filter(items__isnull=True).exists()
    if empty or not locked.sections.exists():
        raise Refused(_("Add at least one question to each section before publishing."), field="items")
    locked.state = PaperVersion.State.PUBLISHED
    locked.published_at = at
    locked.save(update_fields=["state", "published_at"])
    publish(
        PaperPublished(paper=str(locked.paper.public_id), version=str(locked.public_id)),
        organisation=locked.paper.organisation, actor=actor, subject=locked.paper, at=at,
    )  # fmt: skip
    return locked


@transaction.atomic
def next_draft(*, paper: Paper, actor: User | None, at: datetime) -> PaperVersion:
    """The paper's draft: the one it has, or a copy of its newest version under the next number."""
    Paper.objects.select_for_update().get(pk=paper.pk)
    newest = paper.versions.order_by("-number")[:1].get()
    if newest.state == PaperVersion.State.DRAFT:
        return newest
    settings = {name: getattr(newest, name) for name in rules.SETTINGS}
    draft = PaperVersion.objects.create(paper=paper, number=newest.number + 1, **settings)
    for section in newest.sections.prefetch_related("items"):
        copy = PaperSection.objects.create(
            version=draft,
            place=section.place,
            title=section.title,
            cut_off_percent=section.cut_off_percent,
            translations=section.translations,
        )
        PaperItem.objects.bulk_create(
            PaperItem(section=copy, place=item.place, question_id=item.question_id, marks=item.marks)
            for item in section.items.all()
        )
    publish(
        PaperDraftOpened(paper=str(paper.public_id), version=str(draft.public_id)),
        organisation=paper.organisation, actor=actor, subject=paper, at=at,
    )  # fmt: skip
    return draft
