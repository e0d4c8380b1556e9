"""The statements behind a progress write: everything it needs to know in one, everything it changes in another.

They are SQL because the ranges are merged where they lie: Postgres' `range_agg` and `+` on `int4multirange`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from courses.learning.events import Ranges, Session, State
from courses.learning.models import ResourceProgress
from courses.learning.rules import Matter, Record
from igot.kernel.multirange import IntegerMultiRangeField
from igot.kernel.statements import Prepared

_READ = Prepared(
    """
SELECT asked.key, p.first_seen_at, p.last_seen_at, p.seconds_present, p.covered::text,
       p.implausible, p.basis, p.completed_at, s.sessions,
       (SELECT array_agg(k.event_id) FROM courses_progressevent k WHERE k.learner_id = $1 AND k.event_id = ANY($4)),
       (SELECT array_agg(d.resource) FROM courses_resourceprogress d
         WHERE d.enrolment_id = $2 AND d.completed_at IS NOT NULL)
FROM unnest($3) AS asked (key)
LEFT JOIN courses_resourceprogress p ON p.enrolment_id = $2 AND p.resource = asked.key
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
        WHERE e.learner_id = $1 AND e.enrolment_id = $2 AND e.resource = asked.key
        GROUP BY e.device
    ) one
) s ON true
""",
    learner="bigint",
    enrolment="bigint",
    keys="uuid[]",
    ids="uuid[]",
)

_WRITE = Prepared(
    """
WITH heard AS (
    INSERT INTO courses_progressevent
        (learner_id, event_id, enrolment_id, resource, device, sequence, kind, "values", verdict,
         client_at, received_at)
    SELECT $1, event_id, $2, resource, device, sequence, kind, "values", verdict, client_at, $3
    FROM jsonb_to_recordset($4) AS e (event_id uuid, resource uuid, device varchar, sequence int, kind varchar,
                                      "values" jsonb, verdict varchar, client_at timestamptz)
),
merged AS (
    INSERT INTO courses_resourceprogress AS p
        (enrolment_id, resource, first_seen_at, last_seen_at, seconds_present, covered, position, implausible, basis)
    SELECT $2, resource, $3, $3, present, covered, position, implausible, basis
    FROM jsonb_to_recordset($5) AS told (resource uuid, present int, covered int4multirange, position int,
                                         implausible int, basis jsonb)
    ON CONFLICT (enrolment_id, resource) DO UPDATE SET
        last_seen_at = GREATEST(p.last_seen_at, EXCLUDED.last_seen_at),
        seconds_present = p.seconds_present + EXCLUDED.seconds_present,
        covered = p.covered + EXCLUDED.covered,
        position = EXCLUDED.position,
        implausible = p.implausible + EXCLUDED.implausible,
        basis = EXCLUDED.basis || p.basis
    RETURNING p.resource, p.seconds_present, p.covered::text, p.basis, p.completed_at
),
touched AS (UPDATE courses_enrolment SET last_active_at = $3, last_resource = $6 WHERE id = $2)
SELECT * FROM merged
""",
    learner="bigint",
    enrolment="bigint",
    at="timestamptz",
    events="jsonb",
    additions="jsonb",
    last="uuid",
)
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


class Reading(NamedTuple):
    """The named resources as they stand, which of the event ids are stored already, and all that is completed."""

    standings: dict[UUID, Standing]
    known: set[UUID]
    completed: set[UUID]


def read(*, enrolment: Any, matters: dict[UUID, Matter], keys: Sequence[UUID], ids: Sequence[UUID] = ()) -> Reading:
    """What there is to know before something is added. Keys that are not among the release's `matters` are left out."""
    rows = _READ.run(
        learner=enrolment.learner_id,
        enrolment=enrolment.pk,
        keys=[str(key) for key in keys if key in matters],
        ids=[str(one) for one in ids],
    )
    standings = {_as_uuid(row[0]): _standing(matters[_as_uuid(row[0])], row[1:-2]) for row in rows}
    known, completed = (rows[0][-2], rows[0][-1]) if rows else ((), ())
    return Reading(standings, set(_uuids(known)), set(_uuids(completed)))


def nothing(enrolment: Any) -> Reading:
    """What there is to know where no resource of the release was named."""
    rows = ResourceProgress.objects.filter(enrolment=enrolment, completed_at__isnull=False)
    return Reading({}, set(), set(rows.values_list("resource", flat=True)))


def write(
    *, enrolment: Any, events: Sequence[dict[str, Any]], additions: Sequence[Addition], at: datetime
) -> dict[UUID, tuple[Record, datetime | None]]:
    """Keep the events, merge the additions and note where the learner is; what each resource has to show now, and
    since when it is completed.
    """
    told = [
        {
            "resource": str(one.resource),
            "present": one.present,
            "covered": _field.get_prep_value(one.covered),
            "position": one.position,
            "implausible": one.implausible,
            "basis": one.basis,
        }
        for one in additions
    ]
    rows = _WRITE.run(
        learner=enrolment.learner_id,
        enrolment=enrolment.pk,
        at=at,
        events=json.dumps(events),
        additions=json.dumps(told),
        last=str(additions[-1].resource),
    )
    return {
        _as_uuid(key): (record_of(present, _ranges(covered), _json(basis)), completed_at)
        for key, present, covered, basis, completed_at in rows
    }


def _standing(matter: Matter, row: tuple[Any, ...]) -> Standing:
    first, last, present, covered, implausible, basis, completed, sessions = row
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
    return Standing(matter, state, completed, kept)


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


def _uuids(value: Any) -> list[UUID]:
    if isinstance(value, str):
        return [UUID(one) for one in value.strip("{}").split(",") if one]
    return [_as_uuid(one) for one in value or []]
