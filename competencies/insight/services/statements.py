"""The statements that count gaps: sets of rows, because a hundred thousand people are not counted one by one.

They read postings, people and attainments where the floors below keep them; they write this room's tables only.
"""

# What the places of work ask: many places share one set, so sets are numbered.
TEMPORARY = """
    CREATE TEMPORARY TABLE IF NOT EXISTS asked_place (
        organisation_id bigint, designation_id bigint, position_id bigint, set_number integer) ON COMMIT DROP;
    CREATE TEMPORARY TABLE IF NOT EXISTS asked_set (
        set_number integer, competency_id bigint, level smallint, criticality smallint) ON COMMIT DROP;
    CREATE TEMPORARY TABLE IF NOT EXISTS asked_person (
        person_id bigint, competency_id bigint, level smallint, criticality smallint) ON COMMIT DROP;
    CREATE TEMPORARY TABLE IF NOT EXISTS counted_gap (
        person_id bigint, organisation_id bigint, position_id bigint, competency_id bigint, required smallint,
        attained smallint, criticality smallint, leads boolean) ON COMMIT DROP;
    TRUNCATE asked_place, asked_set, asked_person, counted_gap
"""
FILL_PLACES = "INSERT INTO asked_place SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::integer[])"
FILL_SETS = "INSERT INTO asked_set SELECT * FROM unnest(%s::integer[], %s::bigint[], %s::smallint[], %s::smallint[])"
FILL_PEOPLE = (
    "INSERT INTO asked_person SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[], %s::smallint[])"
)
LOOK = "ANALYZE asked_place; ANALYZE asked_set; ANALYZE asked_person"

# Of two offices in which one person holds the same position the substantive one counts them, at the higher level.
COUNT = """
    INSERT INTO counted_gap
    WITH held AS (
        SELECT posting.user_id AS person_id, place.position_id, place.set_number,
            first_value(posting.organisation_id) OVER (
                PARTITION BY posting.user_id, place.position_id
                ORDER BY posting.kind <> 'substantive', posting.id) AS organisation_id
        FROM accounts_posting posting
        JOIN accounts_user person ON person.id = posting.user_id AND person.is_active
        JOIN asked_place place
            ON place.organisation_id = posting.organisation_id AND place.designation_id = posting.designation_id
        WHERE posting.starts_on <= %(day)s AND (posting.ends_on IS NULL OR posting.ends_on >= %(day)s) {of_people}
    ), wanted AS (
        SELECT person_id, min(organisation_id) AS organisation_id, position_id, competency_id,
            max(level) AS required, max(criticality) AS criticality
        FROM held JOIN asked_set USING (set_number)
        GROUP BY person_id, position_id, competency_id
        UNION ALL
        SELECT asked.person_id, person.organisation_id, NULL, asked.competency_id, max(level), max(criticality)
        FROM asked_person asked
        JOIN accounts_user person ON person.id = asked.person_id AND person.organisation_id IS NOT NULL
        GROUP BY asked.person_id, person.organisation_id, asked.competency_id
    )
    SELECT wanted.person_id, wanted.organisation_id, wanted.position_id, wanted.competency_id, wanted.required,
        coalesce(attained.level, 0), wanted.criticality,
        row_number() OVER (
            PARTITION BY wanted.person_id, wanted.competency_id
            ORDER BY wanted.required DESC, wanted.criticality DESC, wanted.position_id) = 1
    FROM wanted
    LEFT JOIN competencies_attainment attained
        ON attained.learner_id = wanted.person_id AND attained.competency_id = wanted.competency_id
"""
OF_PEOPLE = "AND posting.user_id = ANY(%(people)s)"
LOOK_AT_COUNTED = "ANALYZE counted_gap"
FORGET = """
    DELETE FROM competencies_gap gap
    WHERE {of_people} NOT EXISTS (
        SELECT FROM counted_gap counted
        WHERE counted.person_id = gap.person_id AND counted.competency_id = gap.competency_id
        AND counted.position_id IS NOT DISTINCT FROM gap.position_id)
"""
# Of everybody the answer would be as long as the table.
NAME_PLACES = " RETURNING gap.organisation_id"
GAPS_OF_PEOPLE = "gap.person_id = ANY(%(people)s) AND"
KEEP = """
    INSERT INTO competencies_gap AS gap (person_id, organisation_id, position_id, competency_id, required, attained,
        missing, criticality, leads, counted_at)
    SELECT person_id, organisation_id, position_id, competency_id, required, attained,
        greatest(0, required - attained), criticality, leads, %(at)s
    FROM counted_gap
    ON CONFLICT (person_id, position_id, competency_id) DO UPDATE SET
        organisation_id = excluded.organisation_id, required = excluded.required, attained = excluded.attained,
        missing = excluded.missing, criticality = excluded.criticality, leads = excluded.leads,
        counted_at = excluded.counted_at
    WHERE (gap.organisation_id, gap.required, gap.attained, gap.criticality, gap.leads)
        IS DISTINCT FROM (excluded.organisation_id, excluded.required, excluded.attained, excluded.criticality,
            excluded.leads)
"""
# Where people stood before they moved is counted anew as well.
STANDING = "SELECT DISTINCT organisation_id FROM competencies_gap WHERE person_id = ANY(%s)"

# What is held above what is asked fills nobody else's gap: it counts up to what is asked.
NUMBERS = """
    count(*) AS people, count(*) FILTER (WHERE missing = 0) AS meeting, sum(required) AS required,
    sum(least(attained, required)) AS attained, sum(missing) AS missing, sum(missing * criticality) AS weight
"""
CLEAR_DAY = "DELETE FROM competencies_gapcount WHERE day = %(day)s {of_organisations}"
ROLL_UP = """
    INSERT INTO competencies_gapcount (organisation_id, position_id, competency_id, day, counted_at, people, meeting,
        required, attained, missing, weight)
    SELECT organisation_id, position_id, competency_id, %(day)s, %(at)s, {numbers}
    FROM competencies_gap WHERE leads {of_organisations}
    GROUP BY organisation_id, position_id, competency_id
"""
OF_ORGANISATIONS = "AND organisation_id = ANY(%(organisations)s)"
LOCK_CELLS = """
    SELECT cell.id
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[])
        AS told (organisation_id, position_id, competency_id)
    JOIN competencies_gapcount cell
        ON cell.organisation_id = told.organisation_id AND cell.competency_id = told.competency_id
        AND cell.position_id IS NOT DISTINCT FROM told.position_id AND cell.day = %s
    ORDER BY cell.id FOR UPDATE OF cell
"""
COUNT_CELLS = """
    UPDATE competencies_gapcount cell SET people = counted.people, meeting = counted.meeting,
        required = counted.required, attained = counted.attained, missing = counted.missing,
        weight = counted.weight, counted_at = %(at)s
    FROM competencies_gapcount place, LATERAL (
        SELECT {numbers} FROM competencies_gap gap
        WHERE gap.leads AND gap.organisation_id = place.organisation_id AND gap.competency_id = place.competency_id
        AND gap.position_id IS NOT DISTINCT FROM place.position_id
    ) counted
    WHERE place.id = ANY(%(cells)s) AND cell.id = place.id
"""
LOCK_GAPS = """
    SELECT gap.id
    FROM unnest(%(people)s::bigint[], %(competencies)s::bigint[]) AS told (person_id, competency_id)
    JOIN competencies_gap gap ON gap.person_id = told.person_id AND gap.competency_id = told.competency_id
    ORDER BY gap.id FOR UPDATE OF gap
"""
RAISE = """
    UPDATE competencies_gap gap SET attained = coalesce(held.level, 0),
        missing = greatest(0, gap.required - coalesce(held.level, 0)), counted_at = %(at)s
    FROM unnest(%(people)s::bigint[], %(competencies)s::bigint[]) AS told (person_id, competency_id)
    LEFT JOIN competencies_attainment held
        ON held.learner_id = told.person_id AND held.competency_id = told.competency_id
    WHERE gap.person_id = told.person_id AND gap.competency_id = told.competency_id
    AND gap.attained <> coalesce(held.level, 0)
    RETURNING gap.organisation_id, gap.position_id, gap.competency_id, gap.leads
"""
# Kept are sixty days and the last day of each month.
FORGET_OLD_DAYS = """
    DELETE FROM competencies_gapcount
    WHERE day < %(day)s::date - 60 AND day <> (date_trunc('month', day) + interval '1 month - 1 day')::date
"""
