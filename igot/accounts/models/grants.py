"""Rights: a role, in the subtree of an organisation, from when until when, given by whom."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public


class Role(models.TextChoices):
    """What a grant lets its holder do. Everyone is a learner without any."""

    ORGANISATION_ADMIN = "organisation_admin", _("Organisation administrator")
    ORGANISATION_LEADER = "organisation_leader", _("Organisation leader")
    PLAN_MANAGER = "plan_manager", _("Plan manager")
    CBC_REVIEWER = "cbc_reviewer", _("CBC reviewer")
    CONTENT_CREATOR = "content_creator", _("Content creator")
    CONTENT_REVIEWER = "content_reviewer", _("Content reviewer")
    CONTENT_PUBLISHER = "content_publisher", _("Content publisher")
    PROVIDER_ADMIN = "provider_admin", _("Provider administrator")
    FRAC_AUTHOR = "frac_author", _("FRAC author")
    FRAC_REVIEWER = "frac_reviewer", _("FRAC technical reviewer")
    ASSESSOR = "assessor", _("Competency assessor")
    FINDER = "finder", _("Finds people for positions")
    PLATFORM_ADMIN = "platform_admin", _("Platform administrator")
    AUDITOR = "auditor", _("Auditor")


class RoleGrant(Public):
    """Immutable but for its end: to change a grant, end it and give another."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    granted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="grant_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["organisation", "role"], name="grants_in_an_organisation")]
