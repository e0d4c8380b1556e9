"""Every index says for whom it is kept."""

from django.db import migrations

READERS = {
    "assignments_of_a_learner": "capacity_plans.assignments.queries.due_for: what is asked of a person, by due date",
    "assignments_of_a_plan": "capacity_plans.monitoring.services.count and queries.rows_behind",
    "assignments_of_a_course": "capacity_plans.assignments.services.settle_for: what a completion meets",
    "plan_progress_to_recount": "capacity_plans.monitoring.services.recount: the rows that are marked; usually none",
}


class Migration(migrations.Migration):
    dependencies = [("capacity_plans", "0001_create")]

    operations = [
        migrations.RunSQL(f"COMMENT ON INDEX {index} IS '{reader}'", f"COMMENT ON INDEX {index} IS NULL")
        for index, reader in READERS.items()
    ]
