"""Every index says for whom it is kept."""

from django.db import migrations

READERS = {
    "fact_history_of_a_subject": "journal.queries.history: everything that happened to one thing",
    "fact_feed_by_kind": "journal.queries.facts_of: the audit trail and the change feed, filtered by kind",
    "delivery_owed": "journal.services.drain: what is due in a queue, the longest first; small, since only what is pending is in it",
    "delivery_dead": "journal.queries.dead: what was given up, on the operators page",
}


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_partition_facts")]

    operations = [
        migrations.RunSQL(f"COMMENT ON INDEX {index} IS '{reader}'", f"COMMENT ON INDEX {index} IS NULL")
        for index, reader in READERS.items()
    ]
