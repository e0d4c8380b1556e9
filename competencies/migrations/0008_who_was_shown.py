"""Who was shown to a finder is kept; everybody is counted once; levels are found by competency."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

READER = "competencies.insight.queries.searches: who looked for whom, newest first"
HELD = "held_levels_of_a_competency"


class Migration(migrations.Migration):
    dependencies = [
        ("competencies", "0007_what_a_claim_was_worth"),
        ("organisations", "0001_create"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="gap", name="leads", field=models.BooleanField(default=True)),
        migrations.AddIndex(
            model_name="findersearch",
            index=models.Index(fields=["organisation", "-searched_at"], name="searches_in_an_organisation"),
        ),
        migrations.CreateModel(
            name="FinderResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "search",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="competencies.findersearch",
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
                "constraints": [
                    models.UniqueConstraint(fields=("search", "person"), name="a_search_shows_a_person_once")
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER finderresult_is_append_only BEFORE UPDATE OR DELETE ON competencies_finderresult "
            "FOR EACH ROW EXECUTE FUNCTION igot_append_only()",
            "DROP TRIGGER finderresult_is_append_only ON competencies_finderresult",
        ),
        migrations.RunSQL(
            f"COMMENT ON INDEX searches_in_an_organisation IS '{READER}'",
            "COMMENT ON INDEX searches_in_an_organisation IS NULL",
        ),
        migrations.RunSQL(
            f"CREATE INDEX {HELD} ON competencies_attainment (competency_id, level) "
            "INCLUDE (learner_id, organisation_id) WHERE level >= 1;"
            f"COMMENT ON INDEX {HELD} IS 'competencies.insight.queries.best_for: the finder'",
            f"DROP INDEX {HELD}",
        ),
    ]
