"""An index that another one begins with answers nothing by itself, and costs every write."""

import django.db.models.deletion
from django.db import migrations, models

REPEATED = {
    "organisations_setting_organisation_id_ce9bd8a6": ("organisations_setting", "organisation_id"),
}


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_its_own_colours_and_logo'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f"DROP INDEX IF EXISTS {index}", f"CREATE INDEX {index} ON {table} ({column})")
                for index, (table, column) in REPEATED.items()
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='setting',
                    name='organisation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
                ),
            ],
        ),
    ]
