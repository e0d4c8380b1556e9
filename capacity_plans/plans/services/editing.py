"""Hold a version that may still be written, against every other writer."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from capacity_plans.plans.models import Plan, PlanVersion
from igot.kernel.errors import Conflict

EDITABLE = (PlanVersion.State.DRAFT, PlanVersion.State.RETURNED)


def lock(version: PlanVersion) -> PlanVersion:
    """The version as it is now, held with its plan (parent first) until the transaction ends."""
    plan = (
        Plan.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation", "current")
        .get(pk=version.plan_id)
    )
    locked = PlanVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    locked.plan = plan
    return locked


def hold(version: PlanVersion, *, seen: datetime | None, at: datetime) -> PlanVersion:
    """Lock the version, check that it may be written and is still the one that was seen, and note that it changes now.

    `seen` is the `changed_at` the writer had before them, None where it does not matter. Raises Conflict.
    """
    locked = lock(version)
    if locked.state not in EDITABLE:
        raise Conflict(
            _("This version can no longer be changed. Take it back, or begin an amendment."), code="plan_not_editable"
        )
    if seen is not None and locked.changed_at != seen:
        raise Conflict(
            _(
                "Somebody has changed this plan since you opened the page. Look at the plan as it is now, then save "
                "again."
            )
        )
    touch(locked, at=at)
    return locked


def touch(version: PlanVersion, *, at: datetime) -> None:
    """Note that the version changed; the instant always differs from the one before."""
    version.changed_at = max(at, version.changed_at + timedelta(microseconds=1))
    PlanVersion.objects.filter(pk=version.pk).update(changed_at=version.changed_at)
