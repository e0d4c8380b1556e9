"""An index that another one begins with answers nothing by itself, and costs every write."""

import django.db.models.deletion
from django.db import migrations, models

REPEATED = {
    "imports_export_organisation_id_9ab035f4": ("imports_export", "organisation_id"),
    "imports_job_organisation_id_df4e7321": ("imports_job", "organisation_id"),
    "imports_row_job_id_384fa3da": ("imports_row", "job_id"),
}


class Migration(migrations.Migration):

    dependencies = [
        ('imports', '0002_say_who_reads_the_indexes'),
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
                    model_name='export',
                    name='organisation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
                ),
                migrations.AlterField(
                    model_name='job',
                    name='organisation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
                ),
                migrations.AlterField(
                    model_name='row',
                    name='job',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='imports.job'),
                ),
            ],
        ),
    ]
