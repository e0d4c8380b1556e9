"""What the catalogue searches: one listing per published course."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Listing(models.Model):
    """Everything a search needs of a course, kept by a handler and rebuilt by a command."""

    course = models.OneToOneField("courses.Course", models.CASCADE, related_name="listing")
    title = models.CharField(max_length=200)
    words = models.TextField()
    vector = SearchVectorField(null=True)
    language = models.CharField(max_length=8)
    minutes = models.PositiveIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(fields=["vector"], name="listing_full_text"),
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="listing_misspelt"),
        ]


class Edition(models.Model):
    """One row: the number of the catalogue as it stands.

    Triggers set another one, in the same transaction, with every change of a course, a listing, a share, an
    organisation, a competency or a level's name. Whoever reads the number first and the catalogue then, and keeps what
    was read under that number, never shows anything that is not so any more.
    """

    number = models.BigIntegerField(default=1)
