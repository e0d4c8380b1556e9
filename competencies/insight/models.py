"""What people lack for their work, rolled up for those who answer for them; and who looked for whom."""

from django.db import models

from igot.kernel.models import Public
from igot.kernel.tenancy import tenant_manager


class Gap(models.Model):
    """One competency that one person's work asks for, with what they hold: a recount, never edited.

    `position` is null for what is asked of the person alone (a work order). Of several posts that ask for the same
    competency the one that asks the most `leads`: that row alone is counted, so that nobody is counted twice.
    """

    person = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    position = models.ForeignKey("competencies.Position", models.PROTECT, null=True, related_name="+")
    competency = models.ForeignKey("competencies.Competency", models.PROTECT, related_name="+")
    required = models.PositiveSmallIntegerField()
    attained = models.PositiveSmallIntegerField()
    missing = models.PositiveSmallIntegerField()
    criticality = models.PositiveSmallIntegerField()
    leads = models.BooleanField(default=True)
    counted_at = models.DateTimeField()

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "position", "competency"],
                nulls_distinct=False,
                name="one_gap_per_competency_of_a_post",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "competency"], name="gaps_of_an_organisation"),
        ]


class GapCount(models.Model):
    """Of the people of one organisation (without those below) in one position: how a competency stands on a day."""

    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")
    position = models.ForeignKey("competencies.Position", models.CASCADE, null=True, related_name="+")
    competency = models.ForeignKey("competencies.Competency", models.CASCADE, related_name="+")
    day = models.DateField()
    people = models.PositiveIntegerField()
    meeting = models.PositiveIntegerField()
    required = models.PositiveIntegerField()
    attained = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    weight = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    objects = tenant_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "organisation", "position", "competency"],
                nulls_distinct=False,
                name="one_count_per_day_and_cell",
            )
        ]


class StaleGaps(models.Model):
    """People whose gaps have to be counted again, and since when."""

    person = models.OneToOneField("accounts.User", models.CASCADE, related_name="+")
    since = models.DateTimeField()


class FinderChoice(models.Model):
    """A person who does not want to be found where the rules leave it to them."""

    person = models.OneToOneField("accounts.User", models.CASCADE, related_name="+")
    since = models.DateTimeField()


class FinderSearch(Public):
    """Who looked for people for which work, and how many were shown. Append-only."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    searched_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    position = models.ForeignKey("competencies.Position", models.PROTECT, null=True, related_name="+")
    criteria = models.JSONField(default=dict)
    purpose = models.CharField(max_length=300)
    shown = models.PositiveIntegerField()
    searched_at = models.DateTimeField()

    objects = tenant_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-searched_at"], name="searches_in_an_organisation")]


class FinderResult(models.Model):
    """That a search showed a person, and in which place: what the person may know of it. Append-only."""

    search = models.ForeignKey(FinderSearch, models.PROTECT, related_name="results", db_index=False)
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["search", "person"], name="a_search_shows_a_person_once")]
