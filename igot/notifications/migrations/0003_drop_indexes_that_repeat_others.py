"""An index that another one begins with answers nothing by itself, and costs every write."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REPEATED = {
    "notifications_notice_person_id_d7ad3aad": ("notifications_notice", "person_id"),
    "notifications_preference_person_id_33c79cf9": ("notifications_preference", "person_id"),
}


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0002_say_who_reads_the_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f"DROP INDEX IF EXISTS {index}", f"CREATE INDEX {index} ON {table} ({column})")
                for index, (table, column) in REPEATED.items()
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='notice',
                    name='person',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='preference',
                    name='person',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
    ]
