"""Retiring and merging are proposed, and decided by two others."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("competencies", "0011_number_scales_too"),
        ("organisations", "0002_its_own_colours_and_logo"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="reviewdecision",
            name="action",
            field=models.CharField(
                choices=[
                    ("submitted", "Submitted"),
                    ("technically_verified", "Technically verified"),
                    ("approved", "Approved"),
                    ("returned", "Returned"),
                    ("withdrawn", "Taken back"),
                    ("proposed", "Proposed to go out of force"),
                    ("retired", "Retired"),
                    ("merged", "Merged into another"),
                ],
                max_length=24,
            ),
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("competency", "Competency"),
                            ("role", "Work role"),
                            ("position", "Position"),
                            ("resource", "Knowledge resource"),
                        ],
                        max_length=12,
                    ),
                ),
                ("item_id", models.UUIDField()),
                (
                    "change",
                    models.CharField(choices=[("retire", "Retire"), ("merge", "Merge into another")], max_length=8),
                ),
                ("other_id", models.UUIDField(null=True)),
                ("reason", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "Submitted"),
                            ("technically_verified", "Technically verified"),
                            ("approved", "Approved and done"),
                            ("returned", "Returned"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="submitted",
                        max_length=24,
                    ),
                ),
                ("figures", models.JSONField(default=dict)),
                ("outcome", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["submitted", "technically_verified"])),
                        fields=("kind", "item_id"),
                        name="one_open_proposal_per_item",
                    )
                ],
            },
        ),
        migrations.AddIndex("proposal", models.Index(fields=["organisation", "state"], name="proposals_at_work")),
        migrations.RunSQL(
            "COMMENT ON INDEX proposals_at_work IS 'competencies.framework.queries.proposals_of: the work list'",
            "COMMENT ON INDEX proposals_at_work IS NULL",
        ),
    ]
