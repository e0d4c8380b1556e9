"""Secrets of the local installation."""

import base64
import stat

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key

from igot.local import keys


def test_a_secret_is_made_once_and_kept(tmp_path):
    first = keys.keep(tmp_path / "keys" / "secret")
    assert len(first) >= 43
    assert keys.keep(tmp_path / "keys" / "secret") == first
    assert keys.keep(tmp_path / "keys" / "other") != first


def test_only_its_owner_can_read_a_secret(tmp_path):
    keys.keep(tmp_path / "secret")
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_the_certificate_key_is_an_ed25519_private_key():
    key = load_der_private_key(base64.b64decode(keys.ed25519_private_key()), password=None)
    assert isinstance(key, Ed25519PrivateKey)
