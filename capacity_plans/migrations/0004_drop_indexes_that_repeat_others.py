"""An index that another one begins with answers nothing by itself, and costs every write."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REPEATED = {
    "capacity_plans_planassignment_course_id_0b9030c0": ("capacity_plans_planassignment", "course_id"),
    "capacity_plans_planassignment_learner_id_9701133f": ("capacity_plans_planassignment", "learner_id"),
    "capacity_plans_planassignment_plan_id_03283ece": ("capacity_plans_planassignment", "plan_id"),
    "capacity_plans_planitem_version_id_54d808c9": ("capacity_plans_planitem", "version_id"),
    "capacity_plans_planprogress_plan_id_6aad279e": ("capacity_plans_planprogress", "plan_id"),
    "capacity_plans_planversion_plan_id_0b4e3dc7": ("capacity_plans_planversion", "plan_id"),
}


class Migration(migrations.Migration):

    dependencies = [
        ('capacity_plans', '0003_words_in_both_languages'),
        ('courses', '0006_drop_indexes_that_repeat_others'),
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
                    model_name='planassignment',
                    name='course',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.course'),
                ),
                migrations.AlterField(
                    model_name='planassignment',
                    name='learner',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='planassignment',
                    name='plan',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='capacity_plans.plan'),
                ),
                migrations.AlterField(
                    model_name='planitem',
                    name='version',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='capacity_plans.planversion'),
                ),
                migrations.AlterField(
                    model_name='planprogress',
                    name='plan',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='capacity_plans.plan'),
                ),
                migrations.AlterField(
                    model_name='planversion',
                    name='plan',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='capacity_plans.plan'),
                ),
            ],
        ),
    ]
