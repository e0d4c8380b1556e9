"""Every index says for whom it is kept."""

from django.db import migrations

READERS = {
    "attempts_to_expire": "assessments.attempts.services.expire_due: once a minute; only open attempts are in it",
    "bank_of_an_organisation": "assessments.bank.queries.search: the question bank, the newest first",
}


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_guard_history")]

    operations = [
        migrations.RunSQL(f"COMMENT ON INDEX {index} IS '{reader}'", f"COMMENT ON INDEX {index} IS NULL")
        for index, reader in READERS.items()
    ]
