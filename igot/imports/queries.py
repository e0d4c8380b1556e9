"""Read jobs and exports."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from igot.imports.models import Export, Job, Row
from igot.kernel.errors import NotFound
from igot.kernel.tenancy import everywhere

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

UNDO_WITHIN = timedelta(hours=24)
OWED = (Job.State.UPLOADED, Job.State.CHECKING, Job.State.APPLYING, Job.State.UNDOING)


def jobs_of(organisation: "Organisation") -> QuerySet[Job]:
    """The sheets uploaded for a subtree, newest first."""
    found = Job.objects.filter(organisation__path__startswith=organisation.path)
    return found.select_related("organisation", "uploaded_by").order_by("-uploaded_at", "-pk")


def job(organisation: "Organisation", public_id: UUID) -> Job:
    """One of them. Raises NotFound."""
    found = jobs_of(organisation).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def job_by_id(public_id: UUID | str) -> Job | None:
    """A job for a worker or a handler, wherever it lies."""
    with everywhere():
        return Job.objects.select_related("organisation", "uploaded_by", "acted_by").filter(public_id=public_id).first()


def owed_jobs() -> list[str]:
    """The jobs a worker has something to do for, longest waiting first."""
    with everywhere():
        found = Job.objects.filter(state__in=OWED).order_by("pk").values_list("public_id", flat=True)
        return [str(public_id) for public_id in found]


def same_file(*, organisation: "Organisation", kind: str, sha256: str) -> Job | None:
    """The newest job for the very same file, unless it could not be read or was undone."""
    gone = (Job.State.FAILED, Job.State.UNDONE)
    return jobs_of(organisation).filter(kind=kind, sha256=sha256).exclude(state__in=gone).first()


def rows_of(job: Job, *, wrong_only: bool = False) -> QuerySet[Row]:
    """The rows of a sheet in their order."""
    found = Row.objects.filter(job=job).order_by("number")
    return found.exclude(errors=[]) if wrong_only else found


def counts(job: Job) -> dict[str, int]:
    """How many rows are new, changed, the same, wrong, applied, undone."""
    rows = Row.objects.filter(job=job)
    found = {
        change: rows.filter(change=change).exclude(state=Row.State.WRONG).count()
        for change in ("new", "changed", "same")
    }
    return {**found, **{state: rows.filter(state=state).count() for state in Row.State.values}}


def can_undo(job: Job, at: datetime) -> bool:
    """Whether what was applied can still be undone: for 24 hours."""
    return job.state == Job.State.APPLIED and job.finished_at is not None and at <= job.finished_at + UNDO_WITHIN


def exports_of(organisation: "Organisation", user: "User", kinds: list[str], at: datetime) -> QuerySet[Export]:
    """Files asked for in a subtree that this person may have: their own, and those of kinds their role reaches; not
    the expired.
    """
    found = Export.objects.filter(organisation__path__startswith=organisation.path, expires_at__gt=at)
    return (
        found.filter(Q(asked_by=user) | Q(kind__in=kinds))
        .select_related("organisation", "asked_by")
        .order_by("-asked_at", "-pk")
    )


def export_by_id(public_id: UUID | str) -> Export | None:
    """An export for a worker or a handler, wherever it lies."""
    with everywhere():
        return Export.objects.select_related("organisation", "asked_by").filter(public_id=public_id).first()


def owed_exports() -> list[str]:
    """The exports that wait to be made."""
    with everywhere():
        found = Export.objects.filter(state=Export.State.WAITING).order_by("pk").values_list("public_id", flat=True)
        return [str(public_id) for public_id in found]


def expired_exports(at: datetime) -> list[Export]:
    """Files that have to go."""
    with everywhere():
        return list(Export.objects.filter(expires_at__lte=at).exclude(file=""))
