"""Every index says for whom it is kept."""

from django.db import migrations

READERS = {
    "requests_waiting": "approvals.queries.waiting_for: the inbox of those who decide",
}


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_create")]

    operations = [
        migrations.RunSQL(f"COMMENT ON INDEX {index} IS '{reader}'", f"COMMENT ON INDEX {index} IS NULL")
        for index, reader in READERS.items()
    ]
