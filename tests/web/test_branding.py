"""An organisation's own colour and logo: readable, safe, and shown to those who serve below it."""

import re
import struct
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from igot.kernel.errors import Refused
from igot.organisations import branding, colours, services
from tests.cast import Cast

SignIn = Callable[..., Client]
COLOURS = some.integers(0, 0xFFFFFF).map("#{:06x}".format)


def png(width: int = 2, height: int = 2) -> bytes:
    """A picture, as small as can be."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = zlib.compress((b"\0" + b"\x20\x40\x80" * width) * min(height, 2))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def test_contrast_is_what_the_guidelines_say() -> None:
    assert round(colours.contrast("#ffffff", "#000000"), 2) == 21
    assert round(colours.contrast("#777777", "#ffffff"), 2) == 4.48


@given(COLOURS)
def test_the_nearest_colour_can_be_read_and_so_can_all_that_is_made_of_it(colour: str) -> None:
    for grounds in (colours.LIGHT, colours.DARK):
        near = colours.nearest(colour, grounds)
        assert colours.readable(near, grounds)
        assert near == colour or not colours.readable(colour, grounds)
        made = colours.palette(near, dark=grounds == colours.DARK)
        for one, other in ((made.deep, made.soft), (made.on, made.accent), (made.on, made.deep)):
            assert colours.contrast(one, other) >= colours.NEEDED, (one, other)


def test_a_colour_nobody_could_read_is_refused_with_the_nearest_that_will_do(cast: Cast, sign_in: SignIn) -> None:
    url = f"/o/{cast.dopt.slug}/look/"
    answer = sign_in(cast.admin).post(url, {"accent": "#F0C000", "accent_dark": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "has a contrast of 1." in page
    near = re.search(r"nearest colour that will do is (#[0-9a-f]{6})", page)
    assert near
    assert 'value="#F0C000"' in page
    assert sign_in(cast.admin).post(url, {"accent": near[1]}).status_code == 302


def test_what_an_organisation_chooses_holds_below_it_until_something_else_is_chosen(
    cast: Cast, sign_in: SignIn, now: datetime
) -> None:
    assert cast.istm.path.startswith(cast.dopt.path)
    by: dict[str, Any] = {"actor": cast.admin, "at": now}
    branding.change_branding(organisation=cast.dopt, changes={"accent": "#7a1f5c"}, **by)
    page = sign_in(cast.creator).get("/").content.decode()
    assert f'href="/look/7a1f5c-{colours.for_dark("#7a1f5c")[1:]}.css"' in page
    branding.change_branding(organisation=cast.istm, changes={"accent": "#14603a", "accent_dark": "#86d3a6"}, **by)
    assert "/look/14603a-86d3a6.css" in sign_in(cast.creator).get("/").content.decode()
    below = services.create_organisation(
        parent=cast.istm, code="ISTM-LIB", slug="istm-lib", name="Library", kind="organisation", **by
    )
    assert below.look["accent"] == "#14603a"
    branding.change_branding(organisation=cast.istm, changes={"accent": "", "accent_dark": ""}, **by)
    below.refresh_from_db()
    assert below.look["accent"] == "#7a1f5c"
    assert "/look/" not in sign_in(cast.stranger).get("/").content.decode()


def test_the_stylesheet_is_a_function_of_its_address(client: Client, db: None) -> None:
    answer = client.get("/look/7a1f5c-e3a1cd.css")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in answer["Cache-Control"]
    assert "--neel: #7a1f5c" in answer.content.decode()
    for wrong in ("f0c000-e3a1cd", "7a1f5c-12151d", "7a1f5c-zzzzzz"):
        assert client.get(f"/look/{wrong}.css").status_code == 404


def test_a_logo_is_shown_in_the_top_bar_and_can_be_taken_away(cast: Cast, sign_in: SignIn) -> None:
    url, client = f"/o/{cast.dopt.slug}/look/", sign_in(cast.admin)
    assert client.post(url, {"logo": SimpleUploadedFile("us.png", png())}).status_code == 302
    found = re.search(r'<img class="logo" src="([^"]+)" alt="([^"]+)"', client.get("/").content.decode())
    assert found
    assert found[2] == cast.dopt.name
    picture = client.get(found[1])
    assert (picture.content, picture["Content-Type"]) == (png(), "image/png")
    assert client.post(url, {"remove_logo": "on"}).status_code == 302
    assert 'class="logo"' not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("us.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
        ("us.png", b"<html>", "PNG, JPEG or WebP"),
        ("us.png", png(20_000, 20_000), "20000"),
        ("us.png", png()[:-8], "damaged"),
        ("us.png", png() + b"\0" * 205_000, "larger than 200 kB"),
    ],
)
def test_other_pictures_are_refused(cast: Cast, sign_in: SignIn, name: str, content: bytes, why: str) -> None:
    answer = sign_in(cast.admin).post(f"/o/{cast.dopt.slug}/look/", {"logo": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert why in answer.content.decode().replace(",000", "000")


def test_what_is_no_colour_is_refused() -> None:
    for wrong in ("red", "#fff", "#12345g", "red; } body { display: none"):
        with pytest.raises(Refused):
            branding.check_colour(wrong, dark=False)


def test_the_owners_emblem_is_a_setting(client: Client, db: None, settings: Any, tmp_path: Path) -> None:
    emblem = tmp_path / "emblem.png"
    emblem.write_bytes(png())
    settings.SITE_EMBLEM = str(emblem)
    found = re.search(r'<img class="emblem" src="(/emblem/[^"]+)"', client.get("/help/").content.decode())
    assert found
    assert client.get(found[1]).content == png()
    assert client.get("/emblem/0-0").status_code == 404
