"""The only writers of jobs and exports."""

from igot.imports.services.exports import MAKE, ask_export, expire, make_export, note_download, tell_of_export
from igot.imports.services.jobs import WORK, AlreadyUploaded, apply_job, tell_of_job, undo_job, upload
from igot.imports.services.work import work

__all__ = [
    "MAKE",
    "WORK",
    "AlreadyUploaded",
    "apply_job",
    "ask_export",
    "expire",
    "make_export",
    "note_download",
    "tell_of_export",
    "tell_of_job",
    "undo_job",
    "upload",
    "work",
]
