"""An index that another one begins with answers nothing by itself, and costs every write."""

import django.db.models.deletion
from django.db import migrations, models

REPEATED = {
    "journal_delivery_fact_id_3d7cc8cf": ("journal_delivery", "fact_id"),
}


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0003_say_who_reads_the_indexes'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f"DROP INDEX IF EXISTS {index}", f"CREATE INDEX {index} ON {table} ({column})")
                for index, (table, column) in REPEATED.items()
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='delivery',
                    name='fact',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='journal.factrow'),
                ),
            ],
        ),
    ]
