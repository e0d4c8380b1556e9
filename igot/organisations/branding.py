"""How an organisation looks: its accent colour and its logo, for itself and all below it that have none of their own.

What holds for an organisation is written into its row (`look`), so that no page has to walk up the tree.
"""

import hashlib
from datetime import datetime
from typing import IO, Any

import filetype
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from igot.journal.facts import Person
from igot.journal.services import publish
from igot.kernel.errors import Refused
from igot.kernel.inspection import check_picture
from igot.organisations import colours
from igot.organisations.facts import OrganisationChanged
from igot.organisations.models import Organisation
from igot.organisations.queries import ancestors_and_self, subtree_of

FOLDER = "logos"
LARGEST_KB = 200
KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


def check_colour(colour: str, *, dark: bool) -> None:
    """Raises Refused, naming the contrast and the nearest colour that will do, when text in it could not be read."""
    field = "accent_dark" if dark else "accent"
    if not colours.HEX.fullmatch(colour):
        raise Refused(_("Give the colour as # and six digits or letters a to f, for example #27408b."), field=field)
    grounds = colours.DARK if dark else colours.LIGHT
    if not colours.readable(colour, grounds):
        ratio, ground = colours.worst(colour, grounds)
        text = _(
            "%(colour)s on %(ground)s has a contrast of %(ratio)s to 1; at least 4.5 to 1 is needed to read it. "
            "The nearest colour that will do is %(nearest)s."
        )
        told = {"colour": colour, "ground": ground, "ratio": f"{ratio:.2f}"}
        raise Refused(text % {**told, "nearest": colours.nearest(colour, grounds)}, field=field)


def store_logo(file: IO[bytes], size: int) -> str:
    """Keep a picture under the name of its content; the name. Raises Refused for other kinds, too much, or damage."""
    if size > LARGEST_KB * 1024:
        text = _("The logo is larger than %(limit)s kB. Make the picture smaller: 400 pixels across are plenty.")
        raise Refused(text % {"limit": LARGEST_KB}, field="logo")
    content = file.read()
    found = filetype.guess(content)
    if found is None or found.mime not in KINDS:
        text = _("The logo must be a PNG, JPEG or WebP picture. An SVG file can contain programs: export it as PNG.")
        raise Refused(text, field="logo")
    try:
        check_picture(ContentFile(content), found.mime)
    except Refused as refusal:
        raise Refused(refusal.message, field="logo") from refusal
    name = f"{hashlib.sha256(content).hexdigest()[:32]}.{KINDS[found.mime]}"
    if not default_storage.exists(f"{FOLDER}/{name}"):
        default_storage.save(f"{FOLDER}/{name}", ContentFile(content))
    return name


@transaction.atomic
def change_branding(
    *, organisation: Organisation, changes: dict[str, str], actor: Person | None, at: datetime
) -> Organisation:
    """Set `accent`, `accent_dark` (both as #rrggbb) and `logo` (a name `store_logo` gave) for an organisation and all
    below it that have none of their own; an empty value gives it up. Raises Refused for a colour nobody could read.
    """
    for field in ("accent", "accent_dark"):
        if changes.get(field):
            check_colour(changes[field], dark=field == "accent_dark")
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    own = {name: value for name, value in {**locked.branding, **changes}.items() if value}
    if own == locked.branding:
        return organisation
    Organisation.objects.filter(pk=locked.pk).update(branding=own)
    settle_looks(locked)
    fact = OrganisationChanged(organisation=str(locked.public_id), fields=sorted(changes))
    publish(fact, organisation=locked, actor=actor, subject=locked, at=at)
    organisation.refresh_from_db(fields=["branding", "look"])
    return organisation


def settle_looks(top: Organisation) -> None:
    """Work out anew what holds for an organisation and for all below it."""
    looks: dict[str, dict[str, Any]] = {}
    for above in ancestors_and_self(top):
        looks[above.path] = _look(above, looks)
    for each in subtree_of(top):
        looks[each.path] = look = _look(each, looks)
        if look != each.look:
            Organisation.objects.filter(pk=each.pk).update(look=look)


def _look(organisation: Organisation, looks: dict[str, dict[str, Any]]) -> dict[str, Any]:
    inherited = looks.get(organisation.path[: -Organisation.steplen], {})
    own = dict(organisation.branding)
    if own.get("accent"):
        # The one for dark pages belongs to the one for light pages: it is not inherited beside another.
        own["accent_dark"] = own.get("accent_dark") or colours.for_dark(own["accent"])
    else:
        own.pop("accent_dark", None)
    if own.get("logo"):
        own["logo_of"] = organisation.name
    return {**inherited, **own}
