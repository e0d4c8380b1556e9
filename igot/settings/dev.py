"""For developers and for the demo: secrets that are worth nothing, services named in the environment."""

import os
from typing import Any

os.environ.setdefault("SECRET_KEY", "development-only-key-that-protects-nothing-at-all-0123456789")
# A key that is public on purpose: what it signs proves nothing.
os.environ.setdefault("CERTIFICATE_KEY", "MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f")
os.environ.setdefault("DATABASE_URL", "postgres://igot@localhost/igot")
os.environ.setdefault("REDIS_URL", "redis://localhost:6379/0")
os.environ.setdefault("DEMO", "1")

from igot.settings.base import *  # noqa: F403
from igot.settings.base import ALLOWED_HOSTS, LANGUAGES, LOCALE_PATHS, STORAGES, VAR_DIR

ALLOWED_HOSTS += ["content.localhost", "testserver"]
# Production compresses what the browser loads twice, which takes a minute; on one's own machine once is enough.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "igot.kernel.static.QuicklyCompressedStorage"}}
# An accented English that shows what was left untranslated, and Urdu to see the pages mirrored (docs/languages.md).
TRIAL_LANGUAGES: list[tuple[str, Any]] = [("en-xa", "Accented"), ("ur", "Urdu")]
if os.environ.get("TRIAL_LANGUAGES"):
    LANGUAGES = [*LANGUAGES, *TRIAL_LANGUAGES]
    LOCALE_PATHS = [*LOCALE_PATHS, VAR_DIR / "locale"]
