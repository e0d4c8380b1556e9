"""Read corrections, and what one would do. Attempts of whatever organisation are counted, never named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from assessments.attempts.marking import score_of
from assessments.attempts.models import Attempt, AttemptQuestion
from assessments.attempts.queries import MARKED, OPEN
from assessments.bank.models import IN_FORCE, Correction, QuestionVersion
from assessments.corrections.forecast import figures
from assessments.corrections.models import Regrade
from assessments.grading.scoring import Score
from igot.kernel.errors import NotFound
from igot.kernel.tenancy import everywhere

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

BATCH = 100


@dataclass(frozen=True)
class Change:
    """What a correction makes of one attempt. `kept`: it would lower the result, and may not."""

    attempt: Attempt
    score: Score
    kept: bool

    @property
    def changes(self) -> bool:
        """Whether marks, percentage or verdict become others."""
        now = (self.attempt.marks, self.attempt.percent, self.attempt.passed)
        return not self.kept and now != (self.score.marks, self.score.percent, self.score.passed)

    @property
    def lowers(self) -> bool:
        """Whether the result falls."""
        return _is_worse(self.attempt, self.score)


def correction(public_id: UUID | str) -> Correction:
    """A correction by its id. Raises NotFound."""
    found = Correction.objects.select_related("version__question", "organisation", "asked_by")
    one = found.filter(public_id=public_id).first()
    if one is None:
        raise NotFound
    return one


def corrections_of(organisation: Organisation) -> QuerySet[Correction]:
    """The organisation's corrections, newest first."""
    return (
        Correction.objects.filter(organisation=organisation)
        .select_related("version__question", "asked_by", "organisation")
        .order_by("-pk")
    )


def in_force(version: QuestionVersion) -> Correction | None:
    """The correction by which a version's key is read now."""
    return version.corrections.filter(state__in=IN_FORCE).order_by("-applied_at").first()


def touched(version: QuestionVersion) -> int:
    """How many results rest on the version."""
    with everywhere():
        return _marked(version).count()


def _marked(version: QuestionVersion) -> QuerySet[Attempt]:
    asked = AttemptQuestion.objects.filter(question=version).values("attempt")
    found: QuerySet[Attempt] = Attempt.objects.filter(pk__in=asked, state__in=MARKED)
    return found


def batch(one: Correction, after: int) -> list[Attempt]:
    """The next attempts that asked the version, those under way too: whoever hands in this moment is waited for."""
    asked = AttemptQuestion.objects.filter(question=one.version, attempt_id__gt=after).values("attempt")
    found = Attempt.objects.filter(pk__in=asked, state__in=(*MARKED, *OPEN)).select_related("version")
    return list(found.order_by("pk")[:BATCH])


def reckon(one: Correction, attempt: Attempt, questions: list[AttemptQuestion]) -> Change:
    """What the correction makes of a marked attempt, whether or not it is in force yet."""
    for asked in questions:
        if asked.question_id == one.version_id:
            asked.corrected = {"kind": one.kind, "key": one.key}
    score = score_of(attempt, questions)
    return Change(attempt, score, kept=one.only_upwards and _is_worse(attempt, score))


def _is_worse(attempt: Attempt, score: Score) -> bool:
    return (bool(score.passed), score.marks) < (bool(attempt.passed), attempt.marks or 0)


def forecast(one: Correction) -> dict[str, int]:
    """How many results would change, and how: every one is counted."""
    with everywhere():
        return figures(one)


def progress(one: Correction, after: int) -> dict[str, int]:
    """How far the marking has come: results up to an attempt, and what became of those that changed."""
    with everywhere():
        looked = _marked(one.version).filter(pk__lte=after).count()
    passed, failed = Q(after__passed=True), Q(after__passed=False)
    counted = Regrade.objects.filter(correction=one).aggregate(
        changed=Count("pk"),
        pass_now=Count("pk", filter=passed & Q(before__passed=False)),
        pass_no_longer=Count("pk", filter=failed & Q(before__passed=True)),
    )
    return {"looked_at": looked, **counted}
