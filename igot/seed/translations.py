"""Whether the Hindi of the content still says what its English says.

For each pair of texts the ledger `data/translated.json` keeps a fingerprint of the English that the Hindi was
made from. When the English changes, the pair is stale until somebody has looked at the Hindi and settled it.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from igot.seed.content import DATA

LEDGER = DATA / "translated.json"
HINDI = "_hi"


def pairs() -> Iterator[tuple[str, str, str]]:
    """Name, English and Hindi of every text of the content that has both: fields of JSON, pages, captions."""
    for path in sorted(DATA.rglob("*.json")):
        if path != LEDGER:
            name = str(path.relative_to(DATA))
            yield from _in_json(json.loads(path.read_text(encoding="utf-8")), name)
    for path in sorted(DATA.rglob("*.hi.*")):
        source = _source_of(path)
        yield str(path.relative_to(DATA)), source.read_text(encoding="utf-8"), path.read_text(encoding="utf-8")


def _source_of(path: Path) -> Path:
    """The English file beside a Hindi one: a page is `x.md`, captions are `x.en.vtt`."""
    return path.with_name(path.name.replace(".hi.", ".en." if path.suffix == ".vtt" else "."))


def _in_json(value: Any, name: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.endswith(HINDI):
                yield f"{name}:{key}", _text(value[key.removesuffix(HINDI)]), _text(inner)
            else:
                yield from _in_json(inner, f"{name}:{key}" if isinstance(inner, dict | list) else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            own = (
                next((inner[key] for key in ("id", "key", "code", "slug") if key in inner), number)
                if isinstance(inner, dict)
                else number
            )
            yield from _in_json(inner, f"{name}/{own}")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def stale() -> list[str]:
    """The pairs whose English changed since their Hindi was settled, the new ones, and those no longer there."""
    ledger = json.loads(LEDGER.read_text(encoding="utf-8")) if LEDGER.exists() else {}
    now = {name: _mark(english) for name, english, _hindi in pairs()}
    return sorted(name for name in {*now, *ledger} if now.get(name) != ledger.get(name, "").split(" ")[0])


def settle(*, as_it_is: bool = False) -> list[str]:
    """Record that the Hindi says what the English says now; returns the pairs that are left.

    A pair whose Hindi did not change with its English is left, unless `as_it_is` says that it need not change.
    """
    ledger = json.loads(LEDGER.read_text(encoding="utf-8")) if LEDGER.exists() else {}
    settled: dict[str, str] = {}
    left = []
    for name, english, hindi in pairs():
        marks = _mark(english), _mark(hindi)
        source, _, made = ledger.get(name, "").partition(" ")
        if source and source != marks[0] and made == marks[1] and not as_it_is:
            left.append(name)
            marks = source, made
        settled[name] = " ".join(marks)
    LEDGER.write_text(json.dumps(settled, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    return left
