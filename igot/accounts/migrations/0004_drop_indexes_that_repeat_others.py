"""An index that another one begins with answers nothing by itself, and costs every write."""

import django.db.models.deletion
from django.db import migrations, models

REPEATED = {
    "accounts_rolegrant_organisation_id_966643b9": ("accounts_rolegrant", "organisation_id"),
    "accounts_user_organisation_id_492f00a6": ("accounts_user", "organisation_id"),
}


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_who_supervises_whom'),
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
                    model_name='rolegrant',
                    name='organisation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
                ),
                migrations.AlterField(
                    model_name='user',
                    name='organisation',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
                ),
            ],
        ),
    ]
