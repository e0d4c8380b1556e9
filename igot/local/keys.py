"""Secrets of the local installation: made once, kept in a file only its owner reads, handed on by environment."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

ED25519_ENVELOPE = bytes.fromhex("302e020100300506032b657004220420")


def password() -> str:
    """A random secret of 256 bits."""
    return secrets.token_urlsafe(32)


def ed25519_private_key() -> str:
    """A fresh Ed25519 private key, PKCS #8 in base64."""
    # RFC 8410: the envelope of an Ed25519 key is constant; the key itself is 32 random bytes.
    return base64.b64encode(ED25519_ENVELOPE + secrets.token_bytes(32)).decode()


def keep(path: Path, make: Callable[[], str] = password) -> str:
    """Read the secret kept at ``path``; make and keep it with mode 0600 when there is none yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        value = make()
        file.write(value + "\n")
    return value
