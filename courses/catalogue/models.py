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
