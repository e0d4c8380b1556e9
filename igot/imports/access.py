"""Who may bring sheets in and take files out."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from igot.accounts.access import may
from igot.imports import queries
from igot.imports.kinds import EXPORTS, IMPORTS, ExportKind, ImportKind
from igot.imports.models import Export, Job
from igot.kernel.errors import Denied, NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation


def imports_for(user: "User", organisation: "Organisation") -> list[ImportKind]:
    """The kinds of sheets this person may bring in for the organisation."""
    return [kind for kind in IMPORTS.values() if may(user, list(kind.roles), organisation)]


def exports_for(user: "User", organisation: "Organisation") -> list[ExportKind]:
    """The kinds of files this person may ask for in the organisation."""
    return [kind for kind in EXPORTS.values() if may(user, list(kind.roles), organisation)]


def import_kind(user: "User", organisation: "Organisation", name: str) -> ImportKind:
    """One kind of sheet, for those who may bring it in. Raises NotFound for no such kind, Denied without the role."""
    if name not in IMPORTS:
        raise NotFound()
    if not may(user, list(IMPORTS[name].roles), organisation):
        raise Denied()
    return IMPORTS[name]


def export_kind(user: "User", organisation: "Organisation", name: str) -> ExportKind:
    """One kind of file, for those who may ask for it. Raises NotFound or Denied."""
    if name not in EXPORTS:
        raise NotFound()
    if not may(user, list(EXPORTS[name].roles), organisation):
        raise Denied()
    return EXPORTS[name]


def job_to_work_on(user: "User", organisation: "Organisation", public_id: UUID) -> Job:
    """A sheet of the subtree, for holders of a role of its kind. Raises NotFound, Denied."""
    found = queries.job(organisation, public_id)
    import_kind(user, found.organisation, found.kind)
    return found


def export_to_download(user: "User", organisation: "Organisation", public_id: UUID, at: datetime) -> Export:
    """A file that is ready and not expired, for those who may have it. Raises NotFound; Denied without the role."""
    names = [kind.name for kind in EXPORTS.values()]
    found = (
        queries.exports_of(organisation, user, names, at).filter(public_id=public_id, state=Export.State.READY).first()
    )
    if found is None:
        raise NotFound()
    export_kind(user, found.organisation, found.kind)
    return found
