"""Documents of a claim: looked into, kept under a random name, handed out through a door only."""

import hashlib
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any
from uuid import uuid4

import filetype
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competencies.evidence.models import Claim, ClaimDocument
from igot.kernel.errors import Conflict, Refused
from igot.kernel.inspection import check_picture, pages_of

if TYPE_CHECKING:
    from django.core.files import File

MOST_DOCUMENTS = 5
MOST_BYTES = 5 * 1024 * 1024
ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
HEAD = 8192
OPEN = (Claim.State.DRAFT, Claim.State.RETURNED)


def add_document(*, claim: Claim, file: "File[Any]", at: datetime) -> ClaimDocument:
    """Keep a document that supports a claim; the same bytes again are the same document.

    Raises Refused (`file`) for more than five documents or five megabytes, for anything but a PDF, JPEG or PNG by its
    content, and for what could act on its reader's machine; Conflict once the claim is on its way.
    """
    if (file.size or 0) > MOST_BYTES:
        raise Refused(_("The file is too large: at most 5 MB are accepted."), field="file")
    media_type = look_into(file)
    file.seek(0)
    content = file.read()
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        locked = _lock(claim)
        same: ClaimDocument | None = locked.documents.filter(sha256=sha256).first()
        if same is not None:
            return same
        if locked.documents.count() >= MOST_DOCUMENTS:
            raise Refused(_("A claim carries at most five documents. Remove one first."), field="file")
        file.seek(0)
        stored = default_storage.save(f"claims/{uuid4().hex}{ENDINGS[media_type]}", file)
        try:
            with transaction.atomic():
                made: ClaimDocument = ClaimDocument.objects.create(
                    claim=locked,
                    file=stored,
                    name=_tidy_name(file.name, ENDINGS[media_type]),
                    media_type=media_type,
                    size=len(content),
                    sha256=sha256,
                    added_at=at,
                )
        except Exception:
            default_storage.delete(stored)
            raise
        return made


@transaction.atomic
def remove_document(*, claim: Claim, document: ClaimDocument) -> None:
    """Take a document out of a claim that is not on its way, with its file. Raises Conflict."""
    _lock(claim)
    stored = document.file.name or ""
    if ClaimDocument.objects.filter(pk=document.pk, claim=claim).delete()[0]:
        transaction.on_commit(lambda: default_storage.delete(stored), robust=True)


def look_into(file: IO[bytes]) -> str:
    """The type of a document by its content. Raises Refused for anything but a harmless PDF, JPEG or PNG."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise Refused(_("The file is empty."), field="file")
    found = filetype.guess(head)
    media_type = found.mime if found is not None else ""
    if media_type not in ENDINGS:
        raise Refused(_("Choose a PDF document or a picture (JPEG or PNG)."), field="file")
    if media_type == "application/pdf":
        pages_of(file)
    else:
        check_picture(file, media_type)
    return media_type


def _tidy_name(name: str | None, ending: str) -> str:
    """The uploader's name for the file, without a path or control characters, ending as its content asks."""
    stem = (name or "").replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    stem = "".join(character for character in stem if character.isprintable()).strip(" .")[:120]
    return (stem or "document") + ending


def _lock(claim: Claim) -> Claim:
    locked: Claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if locked.state not in OPEN:
        raise Conflict(_("This claim is on its way already and cannot be changed."))
    return locked
