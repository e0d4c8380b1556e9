"""The demo's API client, which reads for the Department."""

import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings

from igot.accounts import queries, services
from igot.organisations import queries as organisations
from igot.seed.people import CLIENT_ID

SCOPES = ["plans:read", "learning:read", "catalogue:read", "competencies:read", "organisations:read"]


def secret_file() -> Path:
    """Where the secret is kept; an operator may put one there before the first seed."""
    return Path(settings.VAR_DIR) / "demo-client-secret"


def seed_client(*, at: datetime) -> str:
    """Register the client unless it is there; its secret comes from `secret_file`, and is made there if need be."""
    department = organisations.by_slug("dopt")
    if queries.clients_of(department).filter(client_id=CLIENT_ID).exists():
        return f"API client {CLIENT_ID} (secret in {secret_file()})"
    path = secret_file()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    services.register_client(
        name="DoPT demo client",
        organisation=department,
        scopes=SCOPES,
        client_id=CLIENT_ID,
        secret=path.read_text(encoding="ascii").strip(),
        actor=None,
        at=at,
    )
    return f"API client {CLIENT_ID} registered (secret in {path})"
