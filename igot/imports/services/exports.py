"""Make files that were asked for, and let them go again."""

import logging
import tempfile
import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from igot.imports import csv, facts, queries
from igot.imports.kinds import EXPORTS
from igot.imports.models import Export
from igot.journal.services import publish
from igot.kernel.clock import day_in_india
from igot.kernel.tenancy import subtree
from igot.kernel.workers import poke
from igot.notifications.services import tell

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

logger = logging.getLogger(__name__)
KEPT = timedelta(days=7)
MAKE = "igot.imports.tasks.make"


@transaction.atomic
def ask_export(
    *, kind: str, organisation: "Organisation", parameters: dict[str, Any] | None = None, actor: "User", at: datetime
) -> Export:
    """Ask for a file; a worker makes it and it is kept for seven days. The same wish while one waits returns that one.

    Publishes ExportAsked.
    """
    wish = {"kind": kind, "organisation": organisation, "parameters": parameters or {}, "asked_by": actor}
    waiting = Export.objects.filter(**wish, state=Export.State.WAITING).first()
    if waiting is not None:
        return waiting
    name = f"{EXPORTS[kind].file_name}-{organisation.slug}-{day_in_india(at):%Y-%m-%d}.csv"
    export = Export.objects.create(**wish, asked_at=at, file_name=name, expires_at=at + KEPT)
    fact = facts.ExportAsked(export=str(export.public_id), export_kind=kind)
    publish(fact, organisation=organisation, actor=actor, subject=export, at=at)
    transaction.on_commit(partial(_poke, export), robust=True)
    return export


def make_export(*, export_id: str, at: datetime) -> None:
    """Write the file row by row and store it under a random name; made once, also with two workers at it. Publishes
    ExportReady.
    """
    export = queries.export_by_id(export_id)
    if export is None:
        return
    kind = EXPORTS[export.kind]
    with subtree(export.organisation), translation.override(export.asked_by.language), transaction.atomic():
        waiting = Export.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            pk=export.pk, state=Export.State.WAITING
        )
        if not waiting.exists():
            return
        written = 0
        try:
            with transaction.atomic(), tempfile.TemporaryFile() as store:
                for line in csv.lines(kind.headings, kind.rows(export.organisation, export.parameters)):
                    store.write(line.encode())
                    written += 1
                store.seek(0)
                export.file.save(f"exports/{uuid.uuid4().hex}.csv", File(store), save=False)
        except Exception:
            logger.exception("export %s failed", export.public_id)
            export.state, export.error = Export.State.FAILED, _("The file could not be made. Ask for it again.")
            export.save(update_fields=["state", "error"])
            return
        export.state, export.rows = Export.State.READY, written - 1
        export.save(update_fields=["state", "rows", "file"])
        fact = facts.ExportReady(export=str(export.public_id), rows=export.rows)
        publish(fact, organisation=export.organisation, actor=export.asked_by, subject=export, at=at)


@transaction.atomic
def note_download(*, export: Export, actor: "User", at: datetime) -> None:
    """Write down who takes a file away. Publishes ExportDownloaded."""
    fact = facts.ExportDownloaded(export=str(export.public_id))
    publish(fact, organisation=export.organisation, actor=actor, subject=export, at=at)


@transaction.atomic
def tell_of_export(*, export_id: str, at: datetime) -> None:
    """Tell the one who asked that the file is there."""
    export = queries.export_by_id(export_id)
    if export is not None:
        tell(
            person=export.asked_by,
            kind="imports.export_ready",
            key=str(export.public_id),
            values={"file": export.file_name, "until": {"at": export.expires_at.isoformat()}},
            link=f"/o/{export.organisation.slug}/exports/",
            at=at,
        )


def expire(*, at: datetime) -> int:
    """Delete the files whose time is over; returns how many. The row stays, as the record that it was asked for."""
    expired = queries.expired_exports(at)
    for export in expired:
        export.file.delete(save=False)
        with subtree(export.organisation):
            Export.objects.filter(pk=export.pk).update(file="")
    return len(expired)


def _poke(export: Export) -> None:
    poke(MAKE, queue="heavy", export=str(export.public_id))
