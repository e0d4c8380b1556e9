"""The tenant tree, its designations, settings and shares."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from igot.kernel.models import Public, Translated


class Organisation(Public, Translated, MP_Node):
    """A node in the one tree: government > ministry or state > department > organisation, institution or provider."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Government")
        MINISTRY = "ministry", _("Ministry")
        STATE = "state", _("State or Union territory")
        DEPARTMENT = "department", _("Department")
        ORGANISATION = "organisation", _("Organisation")
        INSTITUTION = "institution", _("Training institution")
        PROVIDER = "provider", _("Content provider")
        COMMISSION = "commission", _("Capacity Building Commission")
        OPERATOR = "operator", _("Platform operator")
        COUNCIL = "council", _("PM's Public Human Resources Council")

    code = models.CharField(max_length=40, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    email_domains = ArrayField(models.CharField(max_length=253), default=list, blank=True)
    four_eyes = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Its own colours and logo; and what holds for it, with what it has from above (`branding.settle_looks`).
    branding = models.JSONField(default=dict, blank=True, db_default={})
    look = models.JSONField(default=dict, blank=True, db_default={})

    def __str__(self) -> str:
        return str(self.in_language("name"))


class Designation(Public, Translated):
    """A title of office: of the master list (no organisation), or an organisation's own addition."""

    class Group(models.TextChoices):
        A = "A", _("Group A")
        B = "B", _("Group B")
        C = "C", _("Group C")
        D = "D", _("Group D")
        CONTRACT = "contract", _("Contractual staff")
        OTHER = "other", _("Other")

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    group = models.CharField(max_length=10, choices=Group.choices, blank=True)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"), "organisation", nulls_distinct=False, name="designation_is_named_once_per_organisation"
            ),
        ]

    def __str__(self) -> str:
        return str(self.in_language("name"))


class Setting(models.Model):
    """A value an organisation gives to a setting; holds for its subtree until overridden, unless locked."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    value = models.JSONField()
    locked = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="setting_has_one_value_per_organisation")
        ]


class Share(models.Model):
    """A published thing of one organisation made readable to the subtree of another."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "organisation"], name="shared_once_with_an_organisation"
            ),
        ]
