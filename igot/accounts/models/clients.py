"""Machines that read for an organisation, and the answers they may ask for again."""

from typing import Any

from django.conf import settings
from django.db import models
from oauth2_provider.models import AbstractApplication


class ApiClient(AbstractApplication):
    """An OAuth 2.0 client; its tokens reach the subtree of its organisation and no further."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    allowed_scopes = models.JSONField(default=list)

    @property
    def scope_names(self) -> list[tuple[str, str]]:
        """What it may read: each scope with what it is called on pages."""
        called: dict[str, Any] = settings.OAUTH2_PROVIDER["SCOPES"]  # type: ignore[assignment]
        return [(scope, str(called.get(scope, scope))) for scope in self.allowed_scopes]


class IdempotentRequest(models.Model):
    """The first answer to a POST with an `Idempotency-Key`, given again to every repetition for a day."""

    caller = models.CharField(max_length=80)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["caller", "key"], name="idempotency_key_is_used_once_by_a_caller")
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotent_request_by_age")]
