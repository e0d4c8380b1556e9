"""An index that another one begins with answers nothing by itself, and costs every write.

An enrolment's last use was indexed, too: each sign of life wrote into every index of the table. Now the row's next
version lies beside it, for which a fifth of each page is kept free.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REPEATED = {
    "courses_captions_resource_id_e0f4a170": ("courses_captions", "resource_id"),
    "courses_certificate_learner_id_b07791d2": ("courses_certificate", "learner_id"),
    "courses_course_organisation_id_2152e456": ("courses_course", "organisation_id"),
    "courses_enrolment_course_id_610f89e2": ("courses_enrolment", "course_id"),
    "courses_enrolment_learner_id_3bcb0f54": ("courses_enrolment", "learner_id"),
    "courses_enrolment_organisation_id_0f215622": ("courses_enrolment", "organisation_id"),
    "courses_module_release_id_a81b7cae": ("courses_module", "release_id"),
    "courses_release_course_id_84823c48": ("courses_release", "course_id"),
    "courses_releasecompetency_release_id_85839e5e": ("courses_releasecompetency", "release_id"),
    "courses_resource_module_id_33e8b0dc": ("courses_resource", "module_id"),
    "courses_resourceprogress_enrolment_id_e62af820": ("courses_resourceprogress", "enrolment_id"),
}
ROOMY = ("courses_enrolment", "courses_resourceprogress")


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0005_number_crosswalks_too'),
        ('organisations', '0003_drop_indexes_that_repeat_others'),
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
                    model_name='captions',
                    name='resource',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='captions', to='courses.resource'),
                ),
                migrations.AlterField(
                    model_name='certificate',
                    name='learner',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='course',
                    name='organisation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
                ),
                migrations.AlterField(
                    model_name='enrolment',
                    name='course',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.course'),
                ),
                migrations.AlterField(
                    model_name='enrolment',
                    name='learner',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='enrolment',
                    name='organisation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
                ),
                migrations.AlterField(
                    model_name='module',
                    name='release',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='modules', to='courses.release'),
                ),
                migrations.AlterField(
                    model_name='release',
                    name='course',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='courses.course'),
                ),
                migrations.AlterField(
                    model_name='releasecompetency',
                    name='release',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='courses.release'),
                ),
                migrations.AlterField(
                    model_name='resource',
                    name='module',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='resources', to='courses.module'),
                ),
                migrations.AlterField(
                    model_name='resourceprogress',
                    name='enrolment',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='courses.enrolment'),
                ),
            ],
        ),
        migrations.RemoveIndex(
            model_name='enrolment',
            name='enrolments_of_a_learner',
        ),
        *(
            migrations.RunSQL(f"ALTER TABLE {table} SET (fillfactor = 80)", f"ALTER TABLE {table} RESET (fillfactor)")
            for table in ROOMY
        ),
    ]
