"""What many tables share. The kernel has no table of its own."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import get_language


class Public(models.Model):
    """A row that has an address: the UUID is what URLs and the API show."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Translated(models.Model):
    """Texts in further languages: `{"hi": {"name": "..."}}`. The plain field holds the source language."""

    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def in_language(self, field: str, language: str | None = None) -> Any:
        """The field's text in the language (default: the reader's), or in the source language where none is there."""
        chosen = (language or get_language() or "en").split("-")[0]
        return self.translations.get(chosen, {}).get(field) or getattr(self, field)

    def in_all_languages(self, field: str) -> dict[str, str]:
        """The field's text by language, for what is worded only when it is read: notices, titles of requests."""
        further = {language: texts[field] for language, texts in self.translations.items() if texts.get(field)}
        return {"en": str(getattr(self, field)), **further}
