"""Draw a work order's PDF from its snapshot, in one language: typst sets the page."""

import json
from datetime import UTC, date
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fontpkg_noto_sans_devanagari as devanagari
import typst
from babel.dates import format_date
from django.utils import translation
from django.utils.translation import gettext as _

from competencies.positions.models import Requirement

if TYPE_CHECKING:
    from competencies.positions.models import WorkOrder

TEMPLATE = Path(__file__).with_name("order.typ")


def pdf_of(order: "WorkOrder", language: str) -> bytes:
    """The PDF, A4, fonts embedded, tagged for screen readers."""
    published = order.published_at or order.created_at
    return bytes(
        typst.compile(
            TEMPLATE.read_bytes(),
            font_paths=fonts(),
            sys_inputs={"order": json.dumps(values_of(order.snapshot, language), ensure_ascii=False)},
            timestamp=published.astimezone(UTC).replace(microsecond=0),
        )
    )


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Noto Sans Devanagari alone, Latin letters included: the page looks alike on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[devanagari.ROOT / "files"])


def values_of(snapshot: dict[str, Any], language: str) -> dict[str, Any]:
    """The snapshot as the page shows it, in the words of one language."""
    with translation.override(language):
        effective, published = _day(snapshot["effective_on"], language), _day(snapshot["published_on"], language)
        facts = [(_("Order number"), snapshot["number"]), (_("Takes effect on"), effective)]
        if snapshot["previous"]:
            facts.append((_("In place of order"), snapshot["previous"]))
        by = {"name": snapshot["published_by"][language], "day": published}
        return {
            "language": language,
            "number": snapshot["number"],
            **{name: _own(snapshot, name, language) for name in ("title", "unit", "preface")},
            "organisation": snapshot["organisation"][language],
            "facts": facts,
            "words": {
                "order": _("Work order"),
                "competency": _("Competency"),
                "level": _("Level"),
                "criticality": _("How critical"),
            },
            "people": [_person(number, entry, language) for number, entry in enumerate(snapshot["people"], start=1)],
            "signed": _("Issued by %(name)s on %(day)s.") % by,
        }


def _own(snapshot: dict[str, Any], name: str, language: str) -> str:
    """The order's own words; older orders were written in one language."""
    return str(snapshot.get("translations", {}).get(language, {}).get(name) or snapshot[name])


def _person(number: int, entry: dict[str, Any], language: str) -> dict[str, Any]:
    weights = {int(value): str(label) for value, label in Requirement.Criticality.choices}
    post = [entry["designation"][language], entry["position"][language] if entry["position"] is not None else ""]
    return {
        "number": number,
        "name": entry["name"][language],
        "post": " · ".join(dict.fromkeys(text for text in post if text)),
        "note": entry["note"],
        "groups": [
            {"role": role, "activities": [_activity(row, language) for row in rows]}
            for role, rows in groupby(
                entry["activities"], lambda row: row["role"][language] if row["role"] else _("Further work")
            )
        ],
        "competencies": [
            (
                row[language],
                f"{row['level']} ({row['level_name'][language]})" if row["level_name"][language] else str(row["level"]),
                weights.get(row["criticality"], ""),
            )
            for row in entry["competencies"]
        ],
    }


def _activity(row: dict[str, Any], language: str) -> str:
    if not row["submitted_to"]:
        return str(row[language])
    return _("%(activity)s (submits to: %(person)s)") % {"activity": row[language], "person": row["submitted_to"]}


def _day(iso: str, language: str) -> str:
    return format_date(date.fromisoformat(iso), "d MMMM y", locale=f"{language}_IN")
