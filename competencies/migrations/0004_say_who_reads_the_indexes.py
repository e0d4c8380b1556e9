"""Every index says for whom it is kept."""

from django.db import migrations

READERS = {
    "evidence_of_a_person": "competencies.evidence.services.settle and queries.passbook",
    "attainments_that_end": "competencies.evidence.queries.ended_before: what expired, once a day",
}


class Migration(migrations.Migration):
    dependencies = [("competencies", "0003_find_levels_that_end")]

    operations = [
        migrations.RunSQL(f"COMMENT ON INDEX {index} IS '{reader}'", f"COMMENT ON INDEX {index} IS NULL")
        for index, reader in READERS.items()
    ]
