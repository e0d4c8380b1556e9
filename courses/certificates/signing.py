"""The signature under a certificate: a compact JWS (RFC 7515) with Ed25519 (RFC 8037)."""

import base64
import json
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from jwcrypto import jwk, jws
from jwcrypto.common import JWException


def sign(claims: dict[str, Any]) -> str:
    """The claims with the platform's signature, as one line of text."""
    # RFC 7515, section 7.1, by hand: the library takes ten times as long, and many finish on the same day.
    private, header = _signer(settings.CERTIFICATE_KEY)
    signed = f"{header}.{_segment(json.dumps(claims, ensure_ascii=False, sort_keys=True))}"
    return f"{signed}.{_coded(private.sign(signed.encode()))}"


def verified(signed: str) -> dict[str, Any] | None:
    """The claims under a valid signature of this platform's key; None when it is not valid."""
    token = jws.JWS()
    token.allowed_algs = ["EdDSA"]
    try:
        token.deserialize(signed)
        token.verify(_key(settings.CERTIFICATE_KEY), alg="EdDSA")
        return dict(json.loads(token.payload))
    except (JWException, ValueError):
        return None


def public_key() -> dict[str, Any]:
    """The key with which anybody can check a certificate without asking us, as a JWK."""
    return dict(_key(settings.CERTIFICATE_KEY).export_public(as_dict=True))


def _coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _segment(text: str) -> str:
    return _coded(text.encode())


@lru_cache(maxsize=4)
def _signer(text: str) -> tuple[Ed25519PrivateKey, str]:
    """The private key, and the protected header of everything it signs."""
    header = {"alg": "EdDSA", "kid": _key(text).thumbprint(), "typ": "JWT"}
    return _private(text), _segment(json.dumps(header))


@lru_cache(maxsize=4)
def _key(text: str) -> jwk.JWK:
    return jwk.JWK.from_pyca(_private(text))


def _private(text: str) -> Ed25519PrivateKey:
    try:
        if "-----BEGIN" in text:
            private = serialization.load_pem_private_key(text.replace("\\n", "\n").encode(), password=None)
        else:
            private = serialization.load_der_private_key(base64.b64decode(text), password=None)
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured("CERTIFICATE_KEY is not an Ed25519 private key in PEM or base64") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise ImproperlyConfigured("CERTIFICATE_KEY is a key of another kind than Ed25519")
    return private
