"""Take a sheet in; order that it be applied or undone; tell about it."""

import hashlib
import uuid
from contextlib import closing
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from igot.imports import facts, queries, sheets
from igot.imports.kinds import IMPORTS
from igot.imports.models import Job
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Refused
from igot.kernel.workers import poke
from igot.notifications.services import tell

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation


WORK = "igot.imports.tasks.work"


class AlreadyUploaded(Refused):
    """The very same file was uploaded before; `job` is what became of it."""

    def __init__(self, job: Job) -> None:
        super().__init__(
            _("This very file was uploaded before. Look at its result, or tick “Upload it again”."),
            field="file",
            code="already_uploaded",
        )
        self.job = job


def upload(
    *, kind: str, organisation: "Organisation", file: "File[Any]", again: bool = False, actor: "User", at: datetime
) -> Job:
    """Store a sheet under a random name and have it checked by a worker. Nothing is changed before it is applied.

    Raises Refused (field `file`) for its size, type, encoding or headings, AlreadyUploaded for the very same file
    unless `again`.
    Publishes SheetUploaded.
    """
    rule, most = IMPORTS[kind], settings.UPLOAD_LIMITS_MB["sheet"]
    if not file.size:
        raise Refused(_("The file is empty."), field="file")
    if file.size > most * 1024 * 1024:
        raise Refused(
            _("The file is larger than %(most)s MB. Split it into several files.") % {"most": most}, field="file"
        )
    limits = {"most_rows": rule.most_rows, "optional": rule.optional}
    with closing(sheets.read(file, rule.headings, **limits)) as rows:  # type: ignore[arg-type]
        if next(rows, None) is None:
            raise Refused(_("The sheet has headings but no rows."), field="file")
    extension = sheets.kind_of(file)  # type: ignore[arg-type]
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    before = queries.same_file(organisation=organisation, kind=kind, sha256=sha256)
    if before is not None and not again:
        raise AlreadyUploaded(before)
    file.seek(0)
    with transaction.atomic():
        job = Job(
            kind=kind,
            organisation=organisation,
            uploaded_by=actor,
            uploaded_at=at,
            file_name=(file.name or "sheet").replace("\\", "/").rpartition("/")[2][:255],
            sha256=sha256,
        )
        job.file.save(f"imports/{uuid.uuid4().hex}.{extension}", file, save=False)
        job.save()
        fact = facts.SheetUploaded(job=str(job.public_id), import_kind=kind)
        publish(fact, organisation=organisation, actor=actor, subject=job, at=at)
        transaction.on_commit(partial(_poke, job), robust=True)
    return job


@transaction.atomic
def apply_job(*, job: Job, actor: "User", at: datetime) -> None:
    """Order that the rows which are ready be applied, once. Raises Conflict when it was ordered already, Refused with
    none ready.
    """
    if job.rows_total <= job.rows_wrong:
        raise Refused(_("No row is ready: mend the errors in the sheet and upload it again."))
    ordered = Job.objects.filter(pk=job.pk, state=Job.State.CHECKED)
    if not ordered.update(state=Job.State.APPLYING, acted_by=actor, rows_done=0):
        raise Conflict(_("This sheet is being applied or has been applied already."))
    transaction.on_commit(partial(_poke, job), robust=True)


@transaction.atomic
def undo_job(*, job: Job, actor: "User", at: datetime) -> None:
    """Order that everything it applied be undone. Raises Conflict later than 24 hours after it was applied, or when
    ordered twice.
    """
    if not queries.can_undo(job, at):
        raise Conflict(_("This can no longer be undone: an import is undone within 24 hours."))
    if not Job.objects.filter(pk=job.pk, state=Job.State.APPLIED).update(
        state=Job.State.UNDOING, acted_by=actor, rows_done=0
    ):
        raise Conflict(_("This can no longer be undone: an import is undone within 24 hours."))
    transaction.on_commit(partial(_poke, job), robust=True)


@transaction.atomic
def tell_of_job(*, job_id: str, kind: str, at: datetime) -> None:
    """Tell the one who uploaded it that it was checked or applied."""
    job = queries.job_by_id(job_id)
    if job is None:
        return
    tell(
        person=job.uploaded_by,
        kind=kind,
        key=str(job.public_id),
        values={
            "file": job.file_name,
            "ready": job.rows_total - job.rows_wrong,
            "wrong": job.rows_wrong,
            "done": job.rows_total - job.rows_wrong,
        },
        link=f"/o/{job.organisation.slug}/imports/{job.public_id}/",
        at=at,
    )


def _poke(job: Job) -> None:
    poke(WORK, queue="heavy", job=str(job.public_id))
