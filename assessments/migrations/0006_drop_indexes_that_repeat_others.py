"""An index that another one begins with answers nothing by itself, and costs every write."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REPEATED = {
    "assessments_answer_asked_id_c33ea2cf": ("assessments_answer", "asked_id"),
    "assessments_attempt_learner_id_78e33756": ("assessments_attempt", "learner_id"),
    "assessments_attemptquestion_attempt_id_5db3777a": ("assessments_attemptquestion", "attempt_id"),
    "assessments_paperitem_section_id_2c0cad1c": ("assessments_paperitem", "section_id"),
    "assessments_papersection_version_id_aeb27eda": ("assessments_papersection", "version_id"),
    "assessments_paperversion_paper_id_8e95ffca": ("assessments_paperversion", "paper_id"),
    "assessments_question_organisation_id_3be7ccc0": ("assessments_question", "organisation_id"),
    "assessments_questionversion_question_id_4c28baae": ("assessments_questionversion", "question_id"),
    "assessments_regrade_correction_id_913048cf": ("assessments_regrade", "correction_id"),
}


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0005_offer_papers'),
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
                    model_name='answer',
                    name='asked',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='assessments.attemptquestion'),
                ),
                migrations.AlterField(
                    model_name='attempt',
                    name='learner',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='attemptquestion',
                    name='attempt',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='assessments.attempt'),
                ),
                migrations.AlterField(
                    model_name='paperitem',
                    name='section',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='assessments.papersection'),
                ),
                migrations.AlterField(
                    model_name='papersection',
                    name='version',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='assessments.paperversion'),
                ),
                migrations.AlterField(
                    model_name='paperversion',
                    name='paper',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='assessments.paper'),
                ),
                migrations.AlterField(
                    model_name='question',
                    name='organisation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
                ),
                migrations.AlterField(
                    model_name='questionversion',
                    name='question',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='assessments.question'),
                ),
                migrations.AlterField(
                    model_name='regrade',
                    name='correction',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.correction'),
                ),
            ],
        ),
    ]
