"""Bring a CASE package: look at it first, then take it in, whole or not at all."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competencies.framework.case.changes import Changes, compare
from competencies.framework.case.reading import Read, read
from competencies.framework.case.taking import take
from competencies.framework.case.words import made_id
from competencies.framework.facts import CaseImported
from competencies.framework.models import CaseImport, Competency, Framework, Node
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Denied, Refused

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

MOST_BYTES = 10 * 1024 * 1024


@transaction.atomic
def keep_as_national(*, data: dict[str, str], organisation: "Organisation", at: datetime) -> Framework:
    """Make what the dictionary holds, and belongs to no framework yet, a national framework that everybody may read.

    `data`: `id`, `title`, `title_hi`, `creator`, `publisher`, `description`, `edition`, `uri`. Running it again takes
    only what has come since.
    """
    hindi = {"hi": {"title": data["title_hi"]}} if data.get("title_hi") else {}
    kept, _new = Framework.objects.get_or_create(
        code=data["id"],
        defaults={
            **{name: data.get(name, "") for name in ("title", "creator", "publisher", "description", "edition", "uri")},
            "public_id": made_id("framework", data["id"]),
            "translations": hindi,
            "organisation": organisation,
            "is_national": True,
            "changed_at": at,
        },
    )
    taken = Node.objects.filter(framework=None).update(framework=kept)
    taken += Competency.objects.filter(framework=None, organisation=organisation).update(framework=kept)
    if taken:
        Framework.objects.filter(pk=kept.pk).update(changed_at=at)
    return kept


def parse(content: bytes) -> Any:
    """The JSON of an uploaded file. Raises Refused (`file`)."""
    if len(content) > MOST_BYTES:
        raise Refused(gettext_lazy("The file is larger than 10 MB."), field="file")
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        message = gettext_lazy("The file is not JSON in UTF-8. Export the framework as a CASE package (CFPackage).")
        raise Refused(message, field="file") from error


@transaction.atomic
def check_package(
    *, organisation: "Organisation", content: bytes, file_name: str, actor: "User", at: datetime
) -> CaseImport:
    """Keep a package with what it would change, or with what is wrong with it; nothing else is written.

    Raises Refused (`file`) for a file that is no JSON.
    """
    package = parse(content)
    said = read(package)
    changes = compare(said)
    report = {**changes.report(said), "kept_here": _is_kept_here(changes)}
    state = CaseImport.State.REFUSED if said.faults else CaseImport.State.CHECKED
    kept: CaseImport = CaseImport.objects.create(
        organisation=organisation,
        file_name=file_name[:200],
        package=_without_nul(package) if not said.faults else {},
        report=_without_nul(report),
        state=state,
        uploaded_by=actor,
        uploaded_at=at,
    )
    return kept


@transaction.atomic
def apply_package(*, case_import: CaseImport, actor: "User", at: datetime) -> Framework:
    """Take a checked package in: identifiers are kept, what changed becomes a new version, nothing is removed.

    Compared anew, so that what others changed since is seen. Raises Denied for whoever uploaded it (another person
    decides), Conflict when it was taken in already, Refused when it would change a framework that is kept here or has
    become faulty. Publishes CaseImported.
    """
    locked = CaseImport.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=case_import.pk)
    if locked.state != CaseImport.State.CHECKED:
        raise Conflict
    if locked.uploaded_by_id == actor.pk:
        raise Denied(gettext_lazy("Somebody else than the one who uploaded a framework takes it in."))
    said = read(locked.package)
    changes = compare(said)
    _refuse_faults(said)
    if _is_kept_here(changes):
        raise Refused(
            gettext_lazy("This framework is kept on this platform: its competencies change by proposals and reviews."),
            field="file",
        )
    framework = take(said, changes, organisation=locked.organisation, actor=actor, at=at)
    locked.state, locked.applied_at, locked.report = CaseImport.State.APPLIED, at, changes.report(said)
    locked.save(update_fields=["state", "applied_at", "report"])
    fact = CaseImported(framework=str(framework.public_id), new=len(changes.new), changed=len(changes.changed))
    publish(fact, organisation=locked.organisation, actor=actor, at=at)
    return framework


def _is_kept_here(changes: Changes) -> bool:
    """Whether the framework is written on this platform, so that no file changes it."""
    return changes.framework is not None and not changes.framework.document.get("imported")


def _refuse_faults(said: Read) -> None:
    if said.faults:
        where, message = said.faults[0]
        raise Refused(_("%(where)s: %(message)s") % {"where": where, "message": message}, field="file")


def _without_nul(value: Any) -> Any:
    """Postgres keeps no NUL in JSON."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_nul(inner) for inner in value]
    return value
