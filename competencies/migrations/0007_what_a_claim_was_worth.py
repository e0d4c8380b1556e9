"""A claim is verified at the level that was claimed or below it, and until a day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competencies", "0006_keep_and_find")]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="verified_level",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="verified_until",
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verified_level__isnull", True),
                    ("verified_level__lte", models.F("level")),
                    _connector="OR",
                ),
                name="no_more_is_verified_than_was_claimed",
            ),
        ),
    ]
