"""A plan's objectives and the reason for each of its items, in further languages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("capacity_plans", "0002_say_who_reads_the_indexes")]

    operations = [
        migrations.AddField("planversion", "translations", models.JSONField(blank=True, default=dict)),
        migrations.AddField("planitem", "translations", models.JSONField(blank=True, default=dict)),
    ]
