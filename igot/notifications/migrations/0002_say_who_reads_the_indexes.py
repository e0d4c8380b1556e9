"""Every index says for whom it is kept."""

from django.db import migrations

READERS = {
    "notices_of_a_person": "notifications.queries.notices_of: the list, the newest first",
    "notices_unread": "notifications.queries.unread_count: the number in the header of every page",
    "mail_owed": "notifications.services.send_next: the mail that is due longest",
}


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_create")]

    operations = [
        migrations.RunSQL(f"COMMENT ON INDEX {index} IS '{reader}'", f"COMMENT ON INDEX {index} IS NULL")
        for index, reader in READERS.items()
    ]
