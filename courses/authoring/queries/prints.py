"""Fingerprints: whether what a page was drawn from is still what is stored."""

import hashlib
import json
from typing import Any

from courses.authoring.models import Module, Release, Resource


def _of(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:20]


def release_print(release: Release) -> str:
    """Changes whenever the description of the release changes (not its outline)."""
    fields = (
        "title",
        "summary",
        "outcomes",
        "keywords",
        "audience",
        "licence",
        "language",
        "translations",
        "thumbnail_id",
    )
    return _of({name: getattr(release, name) for name in fields})


def resource_print(resource: Resource) -> str:
    """Changes whenever anything a learner sees of the resource changes."""
    fields = (
        "kind",
        "title",
        "minutes",
        "mandatory",
        "body",
        "asset_id",
        "transcript",
        "url",
        "paper_id",
        "translations",
    )
    return _of({name: getattr(resource, name) for name in fields})


def module_print(module: Module) -> str:
    """Changes whenever the module's title or its place changes (not what is in it)."""
    return _of({name: getattr(module, name) for name in ("title", "translations", "place")})
