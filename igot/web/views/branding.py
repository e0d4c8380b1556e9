"""An organisation's colour and logo: where they are set, and what browsers load of them."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import filetype
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igot.accounts.access import acts_for
from igot.kernel.clock import now
from igot.kernel.errors import NotFound, Refused
from igot.kernel.forms import show_refusal
from igot.organisations import branding, colours
from igot.organisations.models import Organisation
from igot.web.context import emblem_version
from igot.web.forms import BrandingForm
from igot.web.views.organisations import ADMIN

# What an address stands for never changes: another colour or picture has another address.
FOR_EVER = "public, max-age=31536000, immutable"
LOGO = re.compile(r"[0-9a-f]{32}\.(png|jpg|webp)")
TYPES = {name: kind for kind, name in branding.KINDS.items()}


@acts_for(*ADMIN)
def branding_of(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Choose the colours and the logo."""
    colours_now = {name: organisation.branding.get(name, "") for name in ("accent", "accent_dark")}
    form = BrandingForm(request.POST or None, request.FILES or None, initial=colours_now)
    if request.method == "POST" and _saved(form, request, organisation):
        messages.success(request, _("The look is saved."))
        return redirect("branding", slug=organisation.slug)
    context = {"organisation": organisation, "form": form, "look": organisation.look}
    return render(request, "web/branding.html", context, status=422 if request.method == "POST" else 200)


def _saved(form: BrandingForm, request: HttpRequest, organisation: Organisation) -> bool:
    if not form.is_valid():
        return False
    data = form.cleaned_data
    changes = {"accent": data["accent"], "accent_dark": data["accent_dark"]}
    try:
        if data["logo"]:
            changes["logo"] = branding.store_logo(data["logo"], data["logo"].size)
        elif data["remove_logo"]:
            changes["logo"] = ""
        branding.change_branding(organisation=organisation, changes=changes, actor=request.user, at=now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _kept(content: bytes | str, content_type: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type, headers={"Cache-Control": FOR_EVER})


@login_not_required
@require_safe
def accent(request: HttpRequest, light: str, dark: str) -> HttpResponse:
    """The small stylesheet of two colours, which are its address: it can be kept for ever."""
    chosen = [(f"#{light}", colours.LIGHT), (f"#{dark}", colours.DARK)]
    if not all(colours.HEX.fullmatch(colour) and colours.readable(colour, grounds) for colour, grounds in chosen):
        raise NotFound
    on_light, on_dark = _rules(f"#{light}", dark=False), _rules(f"#{dark}", dark=True)
    return _kept(
        f'[data-bs-theme="light"], [data-bs-theme="device"] {on_light}\n[data-bs-theme="dark"] {on_dark}\n'
        f'@media (prefers-color-scheme: dark) {{ [data-bs-theme="device"] {on_dark} }}\n',
        "text/css; charset=utf-8",
    )


def _rules(colour: str, *, dark: bool) -> str:
    made = colours.palette(colour, dark=dark)
    return f"{{ --neel: {made.accent}; --neel-deep: {made.deep}; --neel-soft: {made.soft}; --on-neel: {made.on}; }}"


@login_not_required
@require_safe
def logo(request: HttpRequest, name: str) -> HttpResponse:
    """A logo, by the name of its content."""
    path = f"{branding.FOLDER}/{name}"
    if not LOGO.fullmatch(name) or not default_storage.exists(path):
        raise NotFound
    with default_storage.open(path) as file:
        return _kept(file.read(), TYPES[name.rpartition(".")[2]])


@lru_cache(maxsize=2)
def _emblem(path: str) -> tuple[bytes, str]:
    content = Path(path).read_bytes()
    return content, str(filetype.guess(content).mime)


@login_not_required
@require_safe
def emblem(request: HttpRequest, version: str) -> HttpResponse:
    """The owner's emblem, which the settings name; asked for by its size, so that a new one is loaded."""
    path: Any = settings.SITE_EMBLEM
    if not path or version != emblem_version(path):
        raise NotFound
    return _kept(*_emblem(path))
