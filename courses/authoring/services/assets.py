"""Take in uploaded files."""

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from courses.authoring.facts import AssetStored
from courses.authoring.inspection import inspect
from courses.authoring.models import Asset
from igot.journal.services import publish
from igot.kernel.errors import Refused

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

# A button pressed twice, a page sent again: the same bytes from the same person within this time are the same file.
TWICE_WITHIN = timedelta(minutes=10)
ENDINGS = {
    "video/mp4": ".mp4", "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "audio/mp4": ".m4a", "application/pdf": ".pdf",
    "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "text/vtt": ".vtt",
}  # fmt: skip


def store_asset(*, organisation: "Organisation", kind: str, file: "File[Any]", actor: "User", at: datetime) -> Asset:
    """Inspect a file and keep it under a random name, with its SHA-256, length in seconds or pages, and the type it
    will be served with. The same file again within ten minutes is the first one. Raises Refused (field `file`) when
    it is too large (settings.UPLOAD_LIMITS_MB), of another kind, damaged or dangerous."""
    if kind not in Asset.Kind.values:
        raise Refused(_("Choose one of the possibilities."), field="kind")
    limit = settings.UPLOAD_LIMITS_MB[kind]
    if (file.size or 0) > limit * 1024 * 1024:
        raise Refused(_("The file is too large: at most %(limit)s MB are accepted.") % {"limit": limit}, field="file")
    found = inspect(kind, file)
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    with transaction.atomic():
        _one_at_a_time(f"{organisation.pk}:{sha256}")
        since = at - TWICE_WITHIN
        same = Asset.objects.filter(organisation=organisation, kind=kind, sha256=sha256, uploaded_by=actor)
        first = same.filter(uploaded_at__gte=since).order_by("pk").first()
        if first is not None:
            return first
        random = uuid4()
        name = f"assets/{random.hex[:2]}/{random.hex}{ENDINGS[found.content_type]}"
        file.seek(0)
        stored = default_storage.save(name, file)
        try:
            with transaction.atomic():
                asset = Asset.objects.create(
                    organisation=organisation,
                    kind=kind,
                    file=stored,
                    file_name=_tidy(file.name, found.content_type),
                    content_type=found.content_type,
                    size=file.size,
                    sha256=sha256,
                    seconds=found.seconds,
                    pages=found.pages,
                    uploaded_by=actor,
                    uploaded_at=at,
                )
                fact = AssetStored(asset=str(asset.public_id), asset_kind=kind)
                publish(fact, organisation=organisation, actor=actor, subject=asset, at=at)
        except Exception:
            default_storage.delete(stored)
            raise
    return asset


def _one_at_a_time(what: str) -> None:
    """Two uploads of the same bytes wait for each other until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def _tidy(name: str | None, content_type: str) -> str:
    """The uploader's name for the file, without a path or control characters, ending as its content asks."""
    stem = (name or "").replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    stem = "".join(character for character in stem if character.isprintable()).strip(" .")[:120]
    return (stem or "file") + ENDINGS[content_type]
