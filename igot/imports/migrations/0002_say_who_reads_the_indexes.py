"""Every index says for whom it is kept."""

from django.db import migrations

READERS = {
    "imports_of_an_organisation": "imports.queries.jobs_of: the list of sheets, the newest first",
    "imports_owed": "imports.tasks.sweep: sheets that wait for a worker",
    "exports_of_an_organisation": "imports.queries.exports_of: the list of files, the newest first",
    "exports_owed": "imports.tasks.sweep: files that wait for a worker",
}


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_create")]

    operations = [
        migrations.RunSQL(f"COMMENT ON INDEX {index} IS '{reader}'", f"COMMENT ON INDEX {index} IS NULL")
        for index, reader in READERS.items()
    ]
