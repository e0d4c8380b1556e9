"""The statements behind a progress write: everything it needs to know in one, everything it changes in another.

They are SQL because the ranges are merged where they lie: Postgres' `range_agg` and `+` on `int4multirange`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from courses.learning.events import Ranges, Session, State
from courses.learning.rules import Matter, Record
from igot.kernel.multirange import IntegerMultiRangeField

_READ = """
SELECT r.key, r.kind, r.minutes, r.rule, asset.seconds,
       COALESCE(array_length(regexp_split_to_array(NULLIF(btrim(r.body, E' \\n\\r\\t'), ''), '\\s+'), 1), 0),
       p.first_seen_at, p.last_seen_at, p.seconds_present, p.covered::text,
       p.implausible, p.basis, p.completed_at, s.sessions,
       (SELECT array_agg(k.event_id) FROM courses_progressevent k
         WHERE k.learner_id = %(learner)s AND k.event_id = ANY(%(ids)s::uuid[]))
FROM courses_resource r
JOIN courses_module m ON m.id = r.module_id
LEFT JOIN courses_asset asset ON asset.id = r.asset_id
LEFT JOIN courses_resourceprogress p ON p.enrolment_id = %(enrolment)s AND p.resource = r.key
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(one.device, jsonb_build_object(
               'opened', one.opened, 'covered', one.covered::text,
               'top', one.top, 'position', one.position)) AS sessions
    FROM (
        SELECT e.device, min(e.received_at) AS opened,
               max(e.sequence) FILTER (WHERE e."values" ? 'position') AS top,
               (array_agg((e."values" ->> 'position')::int
                   ORDER BY e.sequence DESC, e.received_at DESC, e.event_id DESC)
                   FILTER (WHERE e."values" ? 'position'))[1] AS position,
               range_agg(int4range((pair ->> 0)::int, (pair ->> 1)::int))
                   FILTER (WHERE pair IS NOT NULL AND e.verdict = 'accepted') AS covered
        FROM courses_progressevent e
        LEFT JOIN LATERAL jsonb_array_elements(e."values" -> 'ranges') pair ON true
        WHERE e.learner_id = %(learner)s AND e.enrolment_id = %(enrolment)s AND e.resource = r.key
        GROUP BY e.device
    ) one
) s ON true
WHERE m.release_id = %(release)s AND r.key = ANY(%(keys)s::uuid[])
"""

_WRITE = """
WITH told (resource, seen_at, present, covered, position, implausible, basis) AS (VALUES {rows}),
merged AS (
    INSERT INTO courses_resourceprogress AS p
        (enrolment_id, resource, first_seen_at, last_seen_at, seconds_present, covered, position, implausible, basis)
    SELECT %s, resource, seen_at, seen_at, present, covered, position, implausible, basis FROM told
    ON CONFLICT (enrolment_id, resource) DO UPDATE SET
        last_seen_at = GREATEST(p.last_seen_at, EXCLUDED.last_seen_at),
        seconds_present = p.seconds_present + EXCLUDED.seconds_present,
        covered = p.covered + EXCLUDED.covered,
        position = EXCLUDED.position,
        implausible = p.implausible + EXCLUDED.implausible,
        basis = EXCLUDED.basis || p.basis
    RETURNING p.resource, p.seconds_present, p.covered::text, p.basis, p.completed_at
),
touched AS (UPDATE courses_enrolment SET last_active_at = %s, last_resource = %s WHERE id = %s)
SELECT * FROM merged
"""
_ROW = "(%s::uuid, %s::timestamptz, %s::int, %s::int4multirange, %s::int, %s::int, %s::jsonb)"
_field = IntegerMultiRangeField()


@dataclass
class Standing:
    """One resource of an enrolment as it stands: what its rule needs, the fold so far, the verdict, events known
    already.
    """

    matter: Matter
    state: State
    completed_at: datetime | None
    basis: dict[str, Any]

    @property
    def record(self) -> Record:
        """What the learner has to show."""
        return record_of(self.state.present, self.state.covered, self.basis)


@dataclass(frozen=True)
class Addition:
    """What a batch adds to one resource."""

    resource: UUID
    present: int
    covered: Ranges
    position: int
    implausible: int
    basis: dict[str, Any]


def record_of(present: int, covered: Ranges, basis: dict[str, Any]) -> Record:
    """What a progress row has to show."""
    return Record(present, covered, "confirmed_at" in basis, "attempt" in basis)


def read(*, enrolment: Any, keys: Sequence[UUID], ids: Sequence[UUID] = ()) -> tuple[dict[UUID, Standing], set[UUID]]:
    """The named resources of the enrolment's release as they stand, and which of the event ids are stored already."""
    named = {
        "learner": enrolment.learner_id,
        "enrolment": enrolment.pk,
        "release": enrolment.release_id,
        "keys": [str(key) for key in keys],
        "ids": [str(one) for one in ids],
    }
    standings: dict[UUID, Standing] = {}
    known: set[UUID] = set()
    with connection.cursor() as cursor:
        cursor.execute(_READ, named)
        for row in cursor.fetchall():
            key, standing, stored = _standing(row)
            standings[key] = standing
            known |= stored
    return standings, known


def write(*, enrolment: Any, additions: Sequence[Addition], at: datetime) -> dict[UUID, tuple[Record, datetime | None]]:
    """Merge the additions and note where the learner is; what each resource has to show now, and since when it is
    completed.
    """
    values: list[Any] = []
    for one in additions:
        covered = _field.get_prep_value(one.covered)
        values += [str(one.resource), at, one.present, covered, one.position, one.implausible, json.dumps(one.basis)]
    statement = _WRITE.format(rows=", ".join([_ROW] * len(additions)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, enrolment.pk, at, str(additions[-1].resource), enrolment.pk])
        rows = cursor.fetchall()
    return {
        _as_uuid(key): (record_of(present, _ranges(covered), _json(basis)), completed_at)
        for key, present, covered, basis, completed_at in rows
    }


def _standing(row: tuple[Any, ...]) -> tuple[UUID, Standing, set[UUID]]:
    (
        key,
        kind,
        minutes,
        rule,
        seconds,
        words,
        first,
        last,
        present,
        covered,
        implausible,
        basis,
        completed,
        sessions,
        known,
    ) = row
    kept = _json(basis) or {}
    state = State(
        first_seen=first,
        last_seen=last,
        present=present or 0,
        covered=_ranges(covered),
        implausible=implausible or 0,
        confirmed="confirmed_at" in kept,
        sessions={name: _session(values) for name, values in (_json(sessions) or {}).items()},
    )
    matter = Matter(kind=kind, minutes=minutes, rule=_json(rule) or {}, seconds=seconds, words=words)
    return _as_uuid(key), Standing(matter, state, completed, kept), {_as_uuid(one) for one in _array(known)}


def _session(values: dict[str, Any]) -> Session:
    return Session(
        opened=datetime.fromisoformat(values["opened"]),
        covered=_ranges(values["covered"]),
        top=-1 if values["top"] is None else values["top"],
        position=values["position"],
    )


def _ranges(text: str | None) -> Ranges:
    return _field.from_db_value(text, None, None)


def _json(value: Any) -> Any:
    # Django reads jsonb as text on purpose, and decodes it in its fields.
    return json.loads(value) if isinstance(value, str) else value


def _as_uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def _array(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [one for one in value.strip("{}").split(",") if one]
    return list(value or [])
