"""An index that another one begins with answers nothing by itself, and costs every write."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REPEATED = {
    "competencies_allocatedcompetency_allocation_id_9dfb21fb": ("competencies_allocatedcompetency", "allocation_id"),
    "competencies_allocation_order_id_63a3071e": ("competencies_allocation", "order_id"),
    "competencies_attainment_learner_id_577abfc0": ("competencies_attainment", "learner_id"),
    "competencies_checkinvitation_check_of_id_bc12901f": ("competencies_checkinvitation", "check_of_id"),
    "competencies_claim_learner_id_705d6dc0": ("competencies_claim", "learner_id"),
    "competencies_competencylink_competency_id_b65376e6": ("competencies_competencylink", "competency_id"),
    "competencies_descriptor_competency_id_96471081": ("competencies_descriptor", "competency_id"),
    "competencies_evidence_learner_id_a35fc50f": ("competencies_evidence", "learner_id"),
    "competencies_finderresult_search_id_5ba45d56": ("competencies_finderresult", "search_id"),
    "competencies_findersearch_organisation_id_47e74af8": ("competencies_findersearch", "organisation_id"),
    "competencies_gap_organisation_id_d42e1570": ("competencies_gap", "organisation_id"),
    "competencies_gap_person_id_07274275": ("competencies_gap", "person_id"),
    "competencies_levellink_level_id_d7a38932": ("competencies_levellink", "level_id"),
    "competencies_positionrole_position_id_80785d10": ("competencies_positionrole", "position_id"),
    "competencies_proposal_organisation_id_d03689b0": ("competencies_proposal", "organisation_id"),
    "competencies_rating_learner_id_2f0e624c": ("competencies_rating", "learner_id"),
    "competencies_requirement_role_id_191d563a": ("competencies_requirement", "role_id"),
    "competencies_revision_organisation_id_54be317a": ("competencies_revision", "organisation_id"),
    "competencies_scalelevel_scale_id_30edfe4b": ("competencies_scalelevel", "scale_id"),
    "competencies_selfassessment_learner_id_7141afff": ("competencies_selfassessment", "learner_id"),
    "competencies_workorder_organisation_id_a4bbb755": ("competencies_workorder", "organisation_id"),
    "competencies_workorderfile_order_id_6ca1f603": ("competencies_workorderfile", "order_id"),
}


class Migration(migrations.Migration):

    dependencies = [
        ('competencies', '0013_source_may_hold_again'),
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
                    model_name='allocatedcompetency',
                    name='allocation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='competencies', to='competencies.allocation'),
                ),
                migrations.AlterField(
                    model_name='allocation',
                    name='order',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='allocations', to='competencies.workorder'),
                ),
                migrations.AlterField(
                    model_name='attainment',
                    name='learner',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='checkinvitation',
                    name='check_of',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='competencies.workplacecheck'),
                ),
                migrations.AlterField(
                    model_name='claim',
                    name='learner',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='competencylink',
                    name='competency',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='links', to='competencies.competency'),
                ),
                migrations.AlterField(
                    model_name='descriptor',
                    name='competency',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='descriptors', to='competencies.competency'),
                ),
                migrations.AlterField(
                    model_name='evidence',
                    name='learner',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='finderresult',
                    name='search',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='results', to='competencies.findersearch'),
                ),
                migrations.AlterField(
                    model_name='findersearch',
                    name='organisation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
                ),
                migrations.AlterField(
                    model_name='gap',
                    name='organisation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
                ),
                migrations.AlterField(
                    model_name='gap',
                    name='person',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='levellink',
                    name='level',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='competencies.scalelevel'),
                ),
                migrations.AlterField(
                    model_name='positionrole',
                    name='position',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='competencies.position'),
                ),
                migrations.AlterField(
                    model_name='proposal',
                    name='organisation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
                ),
                migrations.AlterField(
                    model_name='rating',
                    name='learner',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='requirement',
                    name='role',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='requirements', to='competencies.workrole'),
                ),
                migrations.AlterField(
                    model_name='revision',
                    name='organisation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
                ),
                migrations.AlterField(
                    model_name='scalelevel',
                    name='scale',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='competencies.scale'),
                ),
                migrations.AlterField(
                    model_name='selfassessment',
                    name='learner',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='workorder',
                    name='organisation',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
                ),
                migrations.AlterField(
                    model_name='workorderfile',
                    name='order',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='competencies.workorder'),
                ),
            ],
        ),
        migrations.RemoveIndex(
            model_name='evidence',
            name='evidence_of_a_person',
        ),
    ]
