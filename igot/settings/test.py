"""For the tests: fast hashes, no compressed static files, nothing that waits.

A page that asks row by row is an error."""

import atexit
import os
import shutil
import tempfile

# What the tests write is gone with the process that began them; its workers inherit the folder.
if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="igot-test-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from igot.settings.dev import *  # noqa: F403
from igot.settings.dev import CACHES, DATABASES, INSTALLED_APPS, MIDDLEWARE, REST_FRAMEWORK, STORAGES

# `make test` names a database that has the tables already.
DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("TEST_DATABASE_TEMPLATE")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {**CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ACCOUNT_RATE_LIMITS = {}
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"caller": "100000/min", "anonymous": "100000/min"}}
# A request that reads the same relation row by row raises.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
ZEAL_ALLOWLIST = [
    # Each service locks the row it changes; a form that calls two of them reads nothing row by row.
    {"model": "courses.Release", "field": "get()"},
    {"model": "assessments.PaperVersion", "field": "get()"},
    # A recheck says how far the learner was before and is after.
    {"model": "courses.Enrolment", "field": "get()"},
    # allauth looks up the primary address twice when one is confirmed.
    {"model": "account.EmailAddress", "field": "get()"},
]
