"""The worker's part: check, apply, undo, in batches that each commit, so that progress shows and a killed worker is
continued.
"""

import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from igot.imports import facts, queries, sheets
from igot.imports.kinds import IMPORTS, Checked, ImportKind
from igot.imports.models import Job, Row
from igot.journal.services import publish
from igot.kernel.errors import Refused
from igot.kernel.tenancy import subtree

if TYPE_CHECKING:
    from igot.accounts.models import User

logger = logging.getLogger(__name__)
Result = dict[str, Any] | Refused

CHECK_BATCH = 500
APPLY_BATCH = 50
SECONDS = 240.0
LOCK = 7301


def work(*, job_id: str, at: datetime, seconds: float = SECONDS) -> bool:
    """Do what a job is owed, for at most about `seconds`; True while something is left. One worker at a time."""
    job = queries.job_by_id(job_id)
    if job is None or job.state not in queries.OWED:
        return False
    until = time.monotonic() + seconds
    with subtree(job.organisation), translation.override(job.uploaded_by.language), _alone(job) as alone:
        if not alone:
            return False
        job.refresh_from_db()
        if job.state in (Job.State.UPLOADED, Job.State.CHECKING):
            _check(job, at)
            return False
        step = _apply_batch if job.state == Job.State.APPLYING else _undo_batch
        while step(job, at):
            if time.monotonic() > until:
                return True
    return False


@contextmanager
def _alone(job: Job) -> Iterator[bool]:
    """A lock that a killed worker gives back by dying."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, job.pk])
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, job.pk])


def _check(job: Job, at: datetime) -> None:
    """Judge every row; begins anew after a worker was killed."""
    kind = IMPORTS[job.kind]
    Row.objects.filter(job=job).delete()
    Job.objects.filter(pk=job.pk).update(state=Job.State.CHECKING, rows_total=0, rows_done=0, rows_wrong=0)
    check = kind.check(job.organisation)
    total = wrong = 0
    try:
        with job.file.open("rb") as file:
            rows = sheets.read(file, kind.headings, most_rows=kind.most_rows, optional=kind.optional)
            while batch := list(islice(rows, CHECK_BATCH)):
                verdicts = check.rows([values for _number, values, _formulas in batch])
                made = [_row(job, item, verdict) for item, verdict in zip(batch, verdicts, strict=True)]
                total, wrong = total + len(made), wrong + sum(row.state == Row.State.WRONG for row in made)
                with transaction.atomic():
                    Row.objects.bulk_create(made)
                    Job.objects.filter(pk=job.pk).update(rows_total=total, rows_done=total, rows_wrong=wrong)
    except (Refused, OSError) as error:
        messages = [str(text) for texts in getattr(error, "fields", {}).values() for text in texts]
        text = " ".join(messages) or _("The file could not be read. Upload it again.")
        Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, error=text, finished_at=at)
        logger.warning("sheet %s could not be read: %s", job.public_id, error)
        return
    with transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state=Job.State.CHECKED)
        fact = facts.SheetChecked(job=str(job.public_id), rows=total, wrong=wrong)
        publish(fact, organisation=job.organisation, actor=job.uploaded_by, subject=job, at=at)


def _row(job: Job, item: tuple[int, dict[str, str], list[str]], verdict: Checked) -> Row:
    number, values, formulas = item
    errors = [_("%(column)s holds a formula. Enter its value instead.") % {"column": heading} for heading in formulas]
    errors += verdict.errors
    state = Row.State.WRONG if errors else Row.State.OK
    return Row(job=job, number=number, values=values, state=state, change=verdict.change, errors=errors)


def _apply_batch(job: Job, at: datetime) -> bool:
    """Apply the next rows; each row's effect and its mark commit together. False when the job is done."""
    kind, actor = IMPORTS[job.kind], job.acted_by or job.uploaded_by
    most = APPLY_BATCH if kind.apply_many is None else CHECK_BATCH
    rows = list(Row.objects.filter(job=job, state=Row.State.OK).order_by("number")[:most])
    with transaction.atomic():
        results = _results(kind, job, [row for row in rows if row.change != "same"], actor, at)
        for row in rows:
            result = results.get(row.pk, {})
            if isinstance(result, Refused):
                row.state, row.errors = Row.State.WRONG, _messages(result)
            else:
                row.state, row.undo = Row.State.APPLIED, result
        _mark(rows)
        done = Row.objects.filter(job=job, state=Row.State.APPLIED).count()
        wrong = Row.objects.filter(job=job, state=Row.State.WRONG).count()
        Job.objects.filter(pk=job.pk).update(rows_done=done, rows_wrong=wrong)
        if len(rows) == most:
            return True
        Job.objects.filter(pk=job.pk).update(state=Job.State.APPLIED, finished_at=at)
        fact = facts.SheetApplied(job=str(job.public_id), rows=done)
        publish(fact, organisation=job.organisation, actor=actor, subject=job, at=at)
    return False


def _mark(rows: list[Row]) -> None:
    """Write what became of many rows, in one statement."""
    values = (
        [row.pk for row in rows],
        [row.state for row in rows],
        [json.dumps(row.undo) for row in rows],
        [json.dumps(row.errors) for row in rows],
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE imports_row r SET state = v.state, undo = v.undo, errors = v.errors "
            "FROM unnest(%s::bigint[], %s::text[], %s::jsonb[], %s::jsonb[]) AS v (id, state, undo, errors) "
            "WHERE r.id = v.id",
            values,
        )


def _results(kind: ImportKind, job: Job, rows: list[Row], actor: "User", at: datetime) -> dict[int, Result]:
    """What became of each row: what undoing it needs, or why it was refused."""
    if kind.apply_many is not None and len(rows) > 1:
        try:
            with transaction.atomic():
                answers = kind.apply_many([row.values for row in rows], job.organisation, actor, at)
            return {row.pk: answer for row, answer in zip(rows, answers, strict=True)}
        except IntegrityError as error:
            logger.info("rows of sheet %s are taken one by one: %s", job.public_id, error)
    return {row.pk: _result(kind, job, row, actor, at) for row in rows}


def _result(kind: ImportKind, job: Job, row: Row, actor: "User", at: datetime) -> Result:
    try:
        with transaction.atomic():
            return kind.apply(row.values, job.organisation, actor, at)
    except Refused as refusal:
        return refusal


def _undo_batch(job: Job, at: datetime) -> bool:
    """Undo the next rows, last first. False when the job is done."""
    kind, actor = IMPORTS[job.kind], job.acted_by or job.uploaded_by
    rows = list(Row.objects.filter(job=job, state=Row.State.APPLIED).order_by("-number")[:APPLY_BATCH])
    with transaction.atomic():
        for row in rows:
            try:
                with transaction.atomic():
                    if row.undo and not kind.undo(row.undo, actor, at):
                        row.errors = [_("This was changed after the import and was left as it is.")]
            except Refused as refusal:
                row.errors = _messages(refusal)
            row.state = Row.State.UNDONE
            row.save(update_fields=["state", "errors"])
        done = Row.objects.filter(job=job, state=Row.State.UNDONE).count()
        Job.objects.filter(pk=job.pk).update(rows_done=done)
        if len(rows) == APPLY_BATCH:
            return True
        Job.objects.filter(pk=job.pk).update(state=Job.State.UNDONE)
        fact = facts.SheetUndone(job=str(job.public_id), rows=done)
        publish(fact, organisation=job.organisation, actor=actor, subject=job, at=at)
    return False


def _messages(refusal: Refused) -> list[str]:
    return [str(text) for texts in refusal.fields.values() for text in texts] or [str(refusal.message)]
