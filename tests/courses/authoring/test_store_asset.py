"""Uploads: what is taken in, what is refused and why, and what happens twice."""

import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from courses.authoring import services
from courses.authoring.models import Asset
from igot.kernel.errors import Refused
from tests.cast import Cast
from tests.courses.samples import VTT, mp3, mp4, pdf, png, upload

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
def store(cast: Cast, now: datetime) -> Any:
    def stored(kind: str, name: str, content: bytes, at: datetime = now) -> Asset:
        return services.store_asset(
            organisation=cast.istm, kind=kind, file=upload(name, content), actor=cast.creator, at=at
        )

    return stored


@pytest.mark.parametrize(
    ("kind", "content", "content_type", "seconds", "pages"),
    [
        ("video", mp4(90), "video/mp4", 90, None),
        ("audio", mp3(200), "audio/mpeg", 5, None),
        ("pdf", pdf(3), "application/pdf", None, 3),
        ("image", png(), "image/png", None, None),
        ("captions", VTT, "text/vtt", None, None),
        ("captions", b"\xef\xbb\xbf" + VTT.replace(b"\n", b"\r\n"), "text/vtt", None, None),
    ],
)
def test_a_good_file_is_kept_with_what_was_found_in_it(
    store: Any, *, kind: str, content: bytes, content_type: str, seconds: int | None, pages: int | None
) -> None:
    asset = store(kind, "../../etc/my file.exe", content)
    assert (asset.content_type, asset.seconds, asset.pages) == (content_type, seconds, pages)
    assert asset.file_name.startswith("my file.") and not asset.file_name.endswith(".exe")
    assert "my" not in asset.file.name and asset.file.name.startswith("assets/")


@pytest.mark.parametrize(
    ("kind", "content", "says"),
    [
        ("image", HTML, "web page under another name"),
        ("image", SVG, "SVG"),
        ("image", b'<?xml version="1.0"?>' + SVG, "SVG"),
        ("image", png(40_000, 40_000), "40000 × 40000"),
        ("image", png()[:40], "damaged"),
        ("image", b"\xff\xd8\xff\xe0\x00\x02", "damaged"),
        ("image", b"GIF89a" + bytes(40), "PNG, JPEG or WebP"),
        ("video", HTML, "web page under another name"),
        ("video", png(), "not an MP4 video"),
        ("video", mp4()[:60], "damaged"),
        ("video", mp4(handler=b"soun"), "no picture"),
        ("video", mp4(fragmented=True), "fragments"),
        ("video", mp4(13 * 3600), "12 hours"),
        ("video", b"PK\x03\x04" + bytes(100), "not an MP4 video"),
        ("audio", b"ID3" + bytes(100), "cannot be read"),
        ("audio", pdf(), "not an MP3"),
        ("pdf", pdf(trap="script"), "script"),
        ("pdf", pdf(trap="launch"), "program"),
        ("pdf", pdf(trap="form"), "form"),
        ("pdf", pdf(trap="attachment"), "attached files"),
        ("pdf", pdf(trap="locked"), "password"),
        ("pdf", b"%PDF-1.7 and nothing else", "damaged"),
        ("pdf", HTML + pdf(), "web page under another name"),
        ("captions", b"1\n00:00:01,000 --> 00:00:02,000\nHello\n", "SubRip"),
        ("captions", b"WEBVTT\n\n", "no caption"),
        ("captions", HTML, "WEBVTT"),
        ("captions", b"WEBVTT\n\n\xff\xfe\xff", "UTF-8"),
        ("captions", b"", "empty"),
    ],
)
def test_a_bad_file_is_refused_in_plain_words(store: Any, uploads: Path, kind: str, content: bytes, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        store(kind, "picture.png", content)
    assert says in str(refusal.value.fields["file"][0])
    assert not Asset.objects.exists() and not list(uploads.rglob("*.*"))


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_into(store: Any, settings: Any) -> None:
    settings.UPLOAD_LIMITS_MB = {**settings.UPLOAD_LIMITS_MB, "captions": 0}
    with pytest.raises(Refused, match="too large"):
        store("captions", "a.vtt", VTT)


def test_the_same_file_twice_within_minutes_is_the_first(store: Any, now: datetime, uploads: Path) -> None:
    first = store("pdf", "a.pdf", pdf())
    assert store("pdf", "b.pdf", pdf(), at=now + timedelta(minutes=9)) == first
    assert store("pdf", "a.pdf", pdf(), at=now + timedelta(minutes=11)) != first
    assert len(list(uploads.rglob("*.pdf"))) == 2


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_make_one_asset(cast: Cast, store: Any) -> None:
    cast.istm, cast.creator  # noqa: B018 - made before the threads begin
    found: list[int] = []

    def run() -> None:
        try:
            found.append(store("pdf", "a.pdf", pdf()).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4 and len(set(found)) == 1
