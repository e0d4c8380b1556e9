"""Every index says for whom it is kept."""

from django.db import migrations

READERS = {
    "idempotent_request_by_age": "accounts.idempotency: lets go of the oldest remembered requests",
    "grants_in_an_organisation": "accounts.queries.grants_within and people_with_role",
    "people_of_an_organisation": "accounts.queries.people_in, and the audience of a plan by designation",
}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_create")]

    operations = [
        migrations.RunSQL(f"COMMENT ON INDEX {index} IS '{reader}'", f"COMMENT ON INDEX {index} IS NULL")
        for index, reader in READERS.items()
    ]
