"""Write to the question bank. A question is never changed: it gets a further version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import checked
from assessments.bank.facts import QuestionAdded, QuestionArchived, QuestionRestored, QuestionRevised
from assessments.bank.models import Question, QuestionVersion
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from competencies.framework.models import Competency
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

DIFFICULTIES = range(1, 6)


@transaction.atomic
def add_question(
    *,
    organisation: Organisation,
    kind: str,
    stem: str,
    options: Sequence[Mapping[str, str]],
    key: Mapping[str, Any],
    explanation: str = "",
    competency: Competency | None = None,
    level: int | None = None,
    difficulty: int = 2,
    translations: Mapping[str, Any] | None = None,
    actor: User | None,
    at: datetime,
) -> QuestionVersion:
    """Put a question into the organisation's bank and return its first version.

    `options`: `[{"id": "a", "text": "..."}]` (may be empty for true or false, whose ids are then "true" and "false");
    `key`: `{"options": ["a"]}`, `{"number": 30, "tolerance": 0}` or `{"texts": ["noting"]}`; `difficulty` from 1 (easy)
    to 5. Raises Refused naming the field.
    """
    values = _values(
        kind=kind, stem=stem, options=options, key=key, explanation=explanation, competency=competency, level=level,
        difficulty=difficulty, translations=translations,
    )  # fmt: skip
    question = Question.objects.create(organisation=organisation, created_by=actor)
    version = QuestionVersion.objects.create(question=question, number=1, created_by=actor, **values)
    publish(
        QuestionAdded(question=str(question.public_id), version=str(version.public_id)),
        organisation=organisation, actor=actor, subject=question, at=at,
    )  # fmt: skip
    return version


@transaction.atomic
def revise_question(
    *,
    question: Question,
    kind: str,
    stem: str,
    options: Sequence[Mapping[str, str]],
    key: Mapping[str, Any],
    explanation: str = "",
    competency: Competency | None = None,
    level: int | None = None,
    difficulty: int = 2,
    translations: Mapping[str, Any] | None = None,
    seen: str | None = None,
    actor: User | None,
    at: datetime,
) -> QuestionVersion:
    """Give the question a further version, as in `add_question`; nothing is written where nothing differs from the
    latest.

    Papers and attempts keep the version they have. `seen`: the public id of the version the editor had before them;
    Conflict (`changed_meanwhile`) when there is a newer one.
    """
    values = _values(
        kind=kind, stem=stem, options=options, key=key, explanation=explanation, competency=competency, level=level,
        difficulty=difficulty, translations=translations,
    )  # fmt: skip
    Question.objects.select_for_update().get(pk=question.pk)
    newest = question.versions.order_by("-number")[:1].get()
    if seen is not None and seen != str(newest.public_id):
        raise Conflict(_("Somebody has changed this question since you opened it."), code="changed_meanwhile")
    if all(getattr(newest, name) == value for name, value in values.items()):
        return newest
    version = QuestionVersion.objects.create(question=question, number=newest.number + 1, created_by=actor, **values)
    publish(
        QuestionRevised(question=str(question.public_id), version=str(version.public_id)),
        organisation=question.organisation, actor=actor, subject=question, at=at,
    )  # fmt: skip
    return version


def _values(
    *,
    kind: str,
    stem: str,
    options: Sequence[Mapping[str, str]],
    key: Mapping[str, Any],
    explanation: str,
    competency: Competency | None,
    level: int | None,
    difficulty: int,
    translations: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """A version's columns in order; raises Refused naming the field."""
    content = checked(kind=kind, stem=stem, options=options, key=key)
    if difficulty not in DIFFICULTIES:
        raise Refused(_("Choose a difficulty from 1 (easy) to 5 (hard)."), field="difficulty")
    return {
        "kind": str(kind),
        "stem": content.stem,
        "options": content.options,
        "key": content.key,
        "explanation": explanation.strip(),
        "competency_id": competency.pk if competency else None,
        "level": level if competency else None,
        "difficulty": difficulty,
        "translations": dict(translations or {}),
    }


@transaction.atomic
def archive_question(*, question: Question, actor: User, at: datetime) -> None:
    """Offer the question no longer for new papers; papers that hold it keep it. Doing it twice is doing it once."""
    if Question.objects.filter(pk=question.pk, is_archived=False).update(is_archived=True):
        publish(
            QuestionArchived(question=str(question.public_id)),
            organisation=question.organisation, actor=actor, subject=question, at=at,
        )  # fmt: skip


@transaction.atomic
def restore_question(*, question: Question, actor: User, at: datetime) -> None:
    """Offer an archived question again."""
    if Question.objects.filter(pk=question.pk, is_archived=True).update(is_archived=False):
        publish(
            QuestionRestored(question=str(question.public_id)),
            organisation=question.organisation, actor=actor, subject=question, at=at,
        )  # fmt: skip
