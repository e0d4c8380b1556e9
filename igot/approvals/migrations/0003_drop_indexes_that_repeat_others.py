"""An index that another one begins with answers nothing by itself, and costs every write."""

import django.db.models.deletion
from django.db import migrations, models

REPEATED = {
    "approvals_request_organisation_id_63c49d05": ("approvals_request", "organisation_id"),
    "approvals_step_request_id_54c86df2": ("approvals_step", "request_id"),
}


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0002_say_who_reads_the_indexes'),
        ('organisations', '0003_drop_indexes_that_repeat_others'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f"DROP INDEX IF EXISTS {index}", f"CREATE INDEX {index} ON {table} ({column})")
                for index, (table, column) in REPEATED.items()
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='request',
                    name='organisation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
                ),
                migrations.AlterField(
                    model_name='step',
                    name='request',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='approvals.request'),
                ),
            ],
        ),
    ]
