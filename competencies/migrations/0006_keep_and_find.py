"""Decisions, ratings and searches are append-only; the dictionaries are found by parts of a name."""

from django.db import migrations

APPEND_ONLY = {
    "reviewdecision": "igot_append_only",
    "findersearch": "igot_append_only",
    # These follow the person to another organisation, and change in nothing else.
    "rating": "competencies_guard_evidence",
    "selfassessment": "competencies_guard_evidence",
}
TRIGRAMS = {"competency": "name", "workrole": "name", "position": "name", "knowledgeresource": "title", "alias": "name"}
READERS = {
    "requirements_of_a_person": "competencies.positions.queries: what work orders ask of a person",
    "claims_of_a_person": "competencies.evidence.queries: the claims of a person",
    "gaps_of_an_organisation": "competencies.insight.services: the recount of the cells of an organisation",
    "ratings_of_a_person": "competencies.evidence.queries: every rating of a person in a competency",
    "revisions_at_work": "competencies.framework.queries: the work list of authors and reviewers",
    "decisions_about_an_item": "competencies.framework.queries: the decision log of an item",
    "self_assessments_of_a_person": "competencies.evidence.queries: the last self-assessment per competency",
}


def _append_only(table: str, guard: str) -> migrations.RunSQL:
    name = f"{table}_is_append_only"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON competencies_{table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard}()",
        f"DROP TRIGGER {name} ON competencies_{table}",
    )


def _trigrams(table: str, column: str) -> migrations.RunSQL:
    name = f"competencies_{table}_{column}_trigrams"
    return migrations.RunSQL(
        f"CREATE INDEX {name} ON competencies_{table} USING gin (lower({column}) gin_trgm_ops);"
        f"COMMENT ON INDEX {name} IS 'search in the dictionaries, and suggestions of near-duplicates'",
        f"DROP INDEX {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("competencies", "0005_frac_in_full"), ("organisations", "0001_create")]

    operations = [
        *(_append_only(table, guard) for table, guard in APPEND_ONLY.items()),
        *(_trigrams(table, column) for table, column in TRIGRAMS.items()),
        *(
            migrations.RunSQL(f"COMMENT ON INDEX {index} IS '{reader}'", f"COMMENT ON INDEX {index} IS NULL")
            for index, reader in READERS.items()
        ),
    ]
