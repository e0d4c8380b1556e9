"""What a published release consists of, as rules and percentages see it: asked for once per process.

A release is never edited once it is published (the database sees to that), and nobody is enrolled before.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.core.cache import caches

from courses.learning.rules import Matter
from igot.kernel.statements import Prepared

_MATTERS = Prepared(
    """
SELECT m.release_id, r.key, r.mandatory, r.kind, r.minutes, r.rule, asset.seconds,
       COALESCE(array_length(regexp_split_to_array(NULLIF(btrim(r.body, E' \\n\\r\\t'), ''), '\\s+'), 1), 0)
FROM courses_resource r
JOIN courses_module m ON m.id = r.module_id
LEFT JOIN courses_asset asset ON asset.id = r.asset_id
WHERE m.release_id = ANY ($1)
""",
    releases="bigint[]",
)


@dataclass(frozen=True)
class Outline:
    """What the rules need to know of each resource, and what counts: the mandatory ones, or all where none is."""

    matters: dict[UUID, Matter] = field(default_factory=dict)
    needed: frozenset[UUID] = frozenset()


def outline(release_id: int) -> Outline:
    """The outline of one release."""
    return outlines([release_id])[release_id]


def outlines(release_ids: Iterable[int]) -> dict[int, Outline]:
    """The outlines of several releases, by their keys; one query for those that were not asked for before."""
    wanted = set(release_ids)
    kept = caches["process"].get_many([_name(one) for one in wanted])
    found: dict[int, Outline] = {one: kept[_name(one)] for one in wanted if _name(one) in kept}
    missing = wanted - set(found)
    if missing:
        fresh = _read(missing)
        caches["process"].set_many({_name(one): outline for one, outline in fresh.items()})
        found |= fresh
    return {one: found.get(one, Outline()) for one in wanted}


def _name(release_id: int) -> str:
    return f"outline-of-release:{release_id}"


def _read(release_ids: set[int]) -> dict[int, Outline]:
    rows: dict[int, list[tuple[UUID, bool, Matter]]] = {}
    for release, key, mandatory, kind, minutes, rule, seconds, words in _MATTERS.run(releases=sorted(release_ids)):
        of_its_own = json.loads(rule) if isinstance(rule, str) else rule or {}
        matter = Matter(kind=kind, minutes=minutes, rule=of_its_own, seconds=seconds, words=words)
        rows.setdefault(release, []).append((UUID(str(key)), mandatory, matter))
    return {
        release: Outline(
            {key: matter for key, _mandatory, matter in parts},
            frozenset({key for key, mandatory, _matter in parts if mandatory} or {key for key, *_rest in parts}),
        )
        for release, parts in rows.items()
    }
