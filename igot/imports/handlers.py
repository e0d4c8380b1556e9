"""Tell those who uploaded a sheet or asked for a file."""

from igot.imports import facts, services
from igot.journal.facts import Happened, handles


@handles(facts.SheetChecked)
def tell_of_check(happened: Happened[facts.SheetChecked]) -> None:
    services.tell_of_job(job_id=happened.fact.job, kind="imports.checked", at=happened.occurred_at)


@handles(facts.SheetApplied)
def tell_of_apply(happened: Happened[facts.SheetApplied]) -> None:
    services.tell_of_job(job_id=happened.fact.job, kind="imports.applied", at=happened.occurred_at)


@handles(facts.ExportReady)
def tell_of_export(happened: Happened[facts.ExportReady]) -> None:
    services.tell_of_export(export_id=happened.fact.export, at=happened.occurred_at)
