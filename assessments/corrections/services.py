"""Correct a key after people were marked by it: previewed, approved by another person, marked again by a worker.

A result may always rise. It falls only where the correction says so, and then takes along the evidence that rests on
it; a completion or certificate stays until its issuer revokes it with a reason.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from assessments.attempts import store
from assessments.attempts.contexts import after_grading
from assessments.attempts.marking import apply_score
from assessments.attempts.models import Attempt
from assessments.attempts.queries import MARKED
from assessments.bank.content import checked
from assessments.bank.models import Correction, QuestionVersion
from assessments.bank.services import revise_question
from assessments.corrections import facts, queries
from assessments.corrections.models import Regrade
from igot.approvals.services import open_request
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Refused
from igot.kernel.tenancy import everywhere
from igot.notifications.services import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from igot.accounts.models import User

KIND = "assessments.correction"
State = Correction.State
LONGEST_REASON = 1000


@transaction.atomic
def preview_correction(
    *,
    version: QuestionVersion,
    kind: str,
    key: Mapping[str, Any],
    reason: str,
    only_upwards: bool = True,
    actor: User,
    at: datetime,
) -> Correction:
    """Reckon what another key would do to the results that rest on a version; changes none of them.

    `kind`: "key" with the right `key` (several options of a question with one right answer: each is accepted), or
    "void" without one. `only_upwards`: no result falls. Raises Refused naming `kind`, `reason` or a field of the key,
    and (`nothing_marked`) when nobody was marked by the version.
    """
    reason = reason.strip()
    if not reason:
        raise Refused(_("Write why the key is wrong; those whose result changes read it."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(_("Give the reason in at most %(most)s characters.") % {"most": LONGEST_REASON}, field="reason")
    if kind not in Correction.Kind.values:
        raise Refused(_("Choose what is to be corrected."), field="kind")
    if not queries.touched(version):
        raise Refused(
            _("Nobody was marked by this version yet: give the question a new version instead."), code="nothing_marked"
        )
    made = Correction(
        organisation=version.question.organisation,
        version=version,
        kind=kind,
        key=_key(version, key) if kind == Correction.Kind.KEY else {},
        reason=reason,
        only_upwards=only_upwards,
        asked_by=actor,
        asked_at=at,
    )
    if kind == Correction.Kind.KEY and made.key == _key_now(version):
        raise Refused(_("This is the key that counts already."), field="key")
    made.report = queries.forecast(made)
    made.save()
    return made


def _key_now(version: QuestionVersion) -> dict[str, Any]:
    before = queries.in_force(version)
    return before.key if before is not None and before.kind == Correction.Kind.KEY else version.key


def _key(version: QuestionVersion, key: Mapping[str, Any]) -> dict[str, Any]:
    """The key in order; several options of a question with one right answer are each accepted."""
    options = sorted({str(option) for option in key.get("options", [])})
    if version.kind in ("single", "true_false") and len(options) > 1:
        if not set(options) < {option["id"] for option in version.options}:
            raise Refused(_("Not every option can be right; if the question is unfair, make it void."), field="key")
        return {"options": options, "any": True}
    return checked(kind=version.kind, stem=version.stem, options=version.options, key=key).key


@transaction.atomic
def ask_for_correction(*, correction: Correction, actor: User, at: datetime) -> None:
    """Ask for the approval of a previewed correction. Raises Conflict once it was asked for, or while another one of
    the same version is on its way. Publishes CorrectionAsked.
    """
    try:
        with transaction.atomic():
            asked = Correction.objects.filter(pk=correction.pk, state=State.PREVIEW).update(state=State.WAITING)
    except IntegrityError:
        raise Conflict(_("Another correction of this question is on its way.")) from None
    if not asked:
        raise Conflict(_("This was asked for already."))
    version = correction.version
    open_request(
        kind=KIND,
        subject_id=correction.public_id,
        organisation=correction.organisation,
        title=version.stem[:200],
        titles={"hi": str(version.in_language("stem", "hi"))[:200]},
        details=[
            (_("Reason"), correction.reason),
            (_("What is corrected"), Correction.Kind(correction.kind).label),
            (_("Results that rest on the question"), correction.report["results"]),
            (_("Results that change"), correction.report["changing"]),
            (_("Pass now"), correction.report["pass_now"]),
            (_("Pass no longer"), correction.report["pass_no_longer"]),
        ],
        actor=actor,
        at=at,
    )
    fact = facts.CorrectionAsked(correction=str(correction.public_id), version=str(version.public_id))
    publish(fact, organisation=correction.organisation, actor=actor, subject=correction, at=at)


@transaction.atomic
def return_correction(*, correction: Correction) -> None:
    """It was not approved, or its asker took it back: it stays readable and does nothing."""
    Correction.objects.filter(pk=correction.pk, state=State.WAITING).update(state=State.RETURNED)


@transaction.atomic
def apply_correction(*, correction: Correction, actor: User, at: datetime) -> None:
    """Put an approved correction in force: from now on everybody is marked by it, and a worker marks those again who
    were marked before. The question's newest version gets the right key, if it is the corrected one. Publishes
    CorrectionApplied.
    """
    report = {**correction.report, "looked_at": 0, "changed": 0}
    waiting = Correction.objects.filter(pk=correction.pk, state=State.WAITING)
    if not waiting.update(state=State.APPLYING, applied_at=at, report=report):
        raise Conflict
    _revise(correction, actor, at)
    fact = facts.CorrectionApplied(correction=str(correction.public_id), version=str(correction.version.public_id))
    publish(fact, organisation=correction.organisation, actor=actor, subject=correction, at=at)


def _revise(correction: Correction, actor: User, at: datetime) -> None:
    version = correction.version
    newest = version.question.versions.order_by("-number")[:1].get()
    if correction.kind != Correction.Kind.KEY or correction.key.get("any") or newest.pk != version.pk:
        return
    revise_question(
        question=version.question,
        kind=version.kind,
        stem=version.stem,
        options=version.options,
        key=correction.key,
        explanation=version.explanation,
        competency=version.competency,
        level=version.level,
        difficulty=version.difficulty,
        translations=version.translations,
        actor=actor,
        at=at,
    )


@transaction.atomic
def regrade_some(*, correction: Correction, after: int, at: datetime) -> bool:
    """Mark the next hundred attempts again, those after a key; True while more remain, which a worker then does.

    Each attempt once, however often it is called. Publishes AttemptCorrected for each result that changes, and
    CorrectionWentOn or CorrectionDone.
    """
    with everywhere():
        attempts = queries.batch(correction, after)
        for attempt in attempts:
            _regrade(correction, attempt, at)
    last = attempts[-1].pk if attempts else after
    report = {**correction.report, **queries.progress(correction, last)}
    more = len(attempts) == queries.BATCH
    ended = {} if more else {"state": State.DONE, "done_at": at}
    Correction.objects.filter(pk=correction.pk, state=State.APPLYING).update(report=report, **ended)
    name = str(correction.public_id)
    fact = (
        facts.CorrectionWentOn(correction=name, after=last)
        if more
        else facts.CorrectionDone(correction=name, changed=report["changed"])
    )
    publish(fact, organisation=correction.organisation, actor=None, subject=correction, at=at)
    return more


def _regrade(correction: Correction, attempt: Attempt, at: datetime) -> None:
    locked = store.lock(learner=attempt.learner_id, attempt=attempt.public_id)
    if locked is None or locked.state not in MARKED:
        return
    if Regrade.objects.filter(correction=correction, attempt=locked).exists():
        return
    questions = store.asked(locked)
    change = queries.reckon(correction, locked, questions)
    if not change.changes:
        return
    before = _standing(locked, questions)
    passed_before, percent_before = bool(locked.passed), locked.percent
    apply_score(locked, questions, change.score)
    told = {
        "at": at.isoformat(),
        "reason": correction.reason,
        **{name: before[name] for name in ("marks", "percent", "passed")},
    }
    locked.result = {**locked.result, "corrections": [*locked.result.get("corrections", []), told]}
    store.regrade(attempt=locked, questions=questions)
    Regrade.objects.create(
        correction=correction, attempt=locked, before=before, after=_standing(locked, questions), regraded_at=at
    )
    publish(
        facts.AttemptCorrected(
            attempt=str(locked.public_id), person=str(locked.learner.public_id), context_kind=locked.context_kind,
            context_id=locked.context_id, correction=str(correction.public_id), percent_before=str(percent_before),
            percent=str(locked.percent), passed_before=passed_before, passed=bool(locked.passed),
        ),
        organisation=locked.organisation, actor=None, subject=locked, at=at,
    )  # fmt: skip
    if not change.lowers:
        after_grading(attempt=locked, at=at)
    _tell(correction, locked, percent_before, at)


def _standing(attempt: Attempt, questions: list[Any]) -> dict[str, Any]:
    return {
        "marks": str(attempt.marks),
        "percent": str(attempt.percent),
        "passed": attempt.passed,
        "questions": {str(asked.place): [asked.outcome, str(asked.marks)] for asked in questions},
    }


def _tell(correction: Correction, attempt: Attempt, before: Any, at: datetime) -> None:
    titles = {"en": attempt.version.title, "hi": str(attempt.version.in_language("title", "hi"))}
    tell(
        person=attempt.learner,
        kind="assessments.result_corrected",
        key=f"{correction.public_id}:{attempt.public_id}",
        values={
            "title": titles,
            "before": _plain(before),
            "after": _plain(attempt.percent),
            "reason": correction.reason,
        },
        link=f"/attempts/{attempt.public_id}/result/",
        at=at,
    )


def _plain(percent: Decimal | None) -> str:
    return f"{(percent or Decimal(0)).normalize():f}"
