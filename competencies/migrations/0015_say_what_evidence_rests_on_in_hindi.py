"""Evidence says what it rests on in the languages that had a name for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("competencies", "0014_drop_indexes_that_repeat_others"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="source_titles",
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
