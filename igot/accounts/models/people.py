"""One person for life, what is known of them, and where they serve."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from igot.kernel.models import Public
from igot.kernel.statements import Statement


class People(BaseUserManager["User"]):
    """Finds people by e-mail whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def get(self, *args: Any, **named: Any) -> "User":
        """By `pk` alone, whoever is signed in is asked for on every request: with where they serve, and as what."""
        if args or list(named) != ["pk"] or not isinstance(named["pk"], int):
            return super().get(*args, **named)
        found: User | None = _SIGNED_IN.first(pk=named["pk"])
        if found is None:
            raise User.DoesNotExist
        return found


class User(Public, AbstractBaseUser):
    """One person for life. `organisation` is where the substantive posting is now; services keep it so."""

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=150)
    name_in_hindi = models.CharField(_("name in Devanagari"), max_length=150, blank=True)
    mobile = models.CharField(_("mobile number"), max_length=16, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    designation = models.ForeignKey(
        "organisations.Designation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    supervisor = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="supervised")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="email_belongs_to_one_person")]
        indexes = [models.Index(fields=["organisation", "designation"], name="people_of_an_organisation")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name in the reader's script, where it is known in it."""
        return (self.name_in_hindi if (get_language() or "").startswith("hi") else "") or self.name or self.email

    @property
    def names(self) -> dict[str, str]:
        """The name by language, for notices, which are worded when they are read."""
        return {"en": self.name or self.email, "hi": self.name_in_hindi}


_SIGNED_IN = Statement(lambda pk: User.objects.select_related("organisation", "designation").filter(pk=pk), pk="bigint")


class Profile(models.Model):
    """What an establishment keeps of a person. Sensitive fields are optional and absent from default reports."""

    class Gender(models.TextChoices):
        MALE = "male", _("Male")
        FEMALE = "female", _("Female")
        OTHER = "other", _("Other")

    user = models.OneToOneField(User, models.CASCADE, related_name="profile")
    group = models.CharField(max_length=10, blank=True)
    service = models.CharField(max_length=120, blank=True)
    cadre = models.CharField(max_length=120, blank=True)
    batch = models.PositiveSmallIntegerField(null=True, blank=True)
    employee_id = models.CharField(max_length=30, blank=True)
    external_id = models.CharField(max_length=30, blank=True)
    external_system = models.CharField(max_length=255, blank=True)
    office_pin = models.CharField(max_length=6, blank=True)
    mother_tongue = models.CharField(max_length=40, blank=True)
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    gender = models.CharField(max_length=10, choices=Gender.choices, blank=True)
    category = models.CharField(max_length=20, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)


class Posting(models.Model):
    """Where a person serves, as what, from when until when (`ends_on` is the last day)."""

    class Kind(models.TextChoices):
        SUBSTANTIVE = "substantive", _("Substantive")
        ADDITIONAL = "additional", _("Additional charge")
        DEPUTATION = "deputation", _("Deputation")
        ACTING = "acting", _("Acting")

    user = models.ForeignKey(User, models.CASCADE, related_name="postings")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    designation = models.ForeignKey(
        "organisations.Designation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SUBSTANTIVE)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="posting_ends_after_it_starts"
            ),
            ExclusionConstraint(
                name="one_substantive_posting_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (
                        Func(F("starts_on"), F("ends_on"), models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(kind="substantive"),
            ),
        ]
