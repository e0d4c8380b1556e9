"""What a correction did to each attempt it touched."""

from django.db import models


class Regrade(models.Model):
    """One attempt before and after one correction. Append-only by trigger.

    `before`, `after`: `{"marks", "percent", "passed", "questions": {"3": ["wrong", "0.00"]}}`, questions by their
    place.
    """

    correction = models.ForeignKey("assessments.Correction", models.PROTECT, related_name="+", db_index=False)
    attempt = models.ForeignKey("assessments.Attempt", models.PROTECT, related_name="regrades")
    before = models.JSONField()
    after = models.JSONField()
    regraded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["correction", "attempt"], name="attempt_is_corrected_once_by_a_correction")
        ]

    def __str__(self) -> str:
        return f"{self.correction_id}/{self.attempt_id}"
