"""Draw a certificate's PDF: typst sets the page, segno makes the code, the font comes with a Python package."""

import io
import json
from datetime import UTC, date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fontpkg_noto_sans_devanagari as devanagari
import segno
import typst
from babel.dates import format_date
from django.conf import settings
from django.utils import translation

if TYPE_CHECKING:
    from courses.certificates.models import Certificate

TEMPLATE = Path(__file__).with_name("certificate.typ")


def pdf_of(certificate: "Certificate") -> bytes:
    """The PDF, A4 landscape, in English and Hindi, fonts embedded, tagged for screen readers."""
    values = values_of(certificate.snapshot)
    return bytes(
        typst.compile(
            TEMPLATE.read_bytes(),
            font_paths=fonts(),
            sys_inputs={"certificate": json.dumps(values, ensure_ascii=False)},
            timestamp=certificate.issued_at.astimezone(UTC).replace(microsecond=0),
        )
    )


def values_of(snapshot: dict[str, Any]) -> dict[str, Any]:
    """The snapshot as the page shows it: days and hours written out in both languages, the code as SVG."""
    address = f"{settings.SITE_ORIGIN}/verify/{snapshot['serial']}/"
    return {
        **snapshot,
        "address": address,
        "code": _code(address),
        "owner": _in_both_languages(settings.SITE_OWNER),
        "completed": _day(snapshot["completed_on"]),
        "issued": _day(snapshot["issued_at"][:10]),
        "duration": {
            "en": _duration(snapshot["minutes"], "h", "min"),
            "hi": _duration(snapshot["minutes"], "घंटा" if snapshot["minutes"] < 120 else "घंटे", "मिनट"),
        },
    }


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Noto Sans Devanagari alone, Latin letters included: the page looks alike on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[devanagari.ROOT / "files"])


def _code(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0, dark="#12284c", xmldecl=False)
    return drawn.getvalue().decode()


def _in_both_languages(line: str) -> str:
    """A line of the settings, and its Hindi where the catalogue has one."""
    with translation.override("hi"):
        hindi = translation.gettext(line)
    return line if hindi == line else f"{line} {hindi}"


def _day(iso: str) -> dict[str, str]:
    day = date.fromisoformat(iso)
    return {"en": format_date(day, "d MMMM y", locale="en_IN"), "hi": format_date(day, "d MMMM y", locale="hi_IN")}


def _duration(minutes: int, hours_word: str, minutes_word: str) -> str:
    hours, left = divmod(minutes, 60)
    parts = [f"{hours} {hours_word}"] if hours else []
    if left or not hours:
        parts.append(f"{left} {minutes_word}")
    return " ".join(parts)
