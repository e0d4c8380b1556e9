"""Roll-ups of a plan: per organisation, recounted by workers."""

from django.db import models

from igot.kernel.tenancy import tenant_manager


class PlanProgress(models.Model):
    """How far the subtree of an organisation is with a plan. Derived: `rebuild_plan_progress` makes it anew."""

    plan = models.ForeignKey("capacity_plans.Plan", models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    people = models.PositiveIntegerField(default=0)
    people_done = models.PositiveIntegerField(default=0)
    assigned = models.PositiveIntegerField(default=0)
    in_progress = models.PositiveIntegerField(default=0)
    met = models.PositiveIntegerField(default=0)
    waived = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    stale = models.BooleanField(default=True)
    counted_at = models.DateTimeField(null=True)

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "organisation"], name="one_progress_per_plan_and_organisation")
        ]
        indexes = [models.Index(fields=["id"], name="plan_progress_to_recount", condition=models.Q(stale=True))]

    def __str__(self) -> str:
        return f"{self.people_done}/{self.people}"
