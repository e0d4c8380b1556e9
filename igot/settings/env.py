"""Typed settings from the environment: loud when missing or malformed."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

REQUIRED: Any = object()


@dataclass(frozen=True)
class Variable:
    """One environment variable the product reads; `docs/configuration.md` lists them all."""

    name: str
    kind: str
    default: Any
    about: str


VARIABLES: dict[str, Variable] = {}


def _read(name: str, kind: str, default: Any, about: str, parse: Callable[[str], Any]) -> Any:
    VARIABLES[name] = Variable(name, kind, default, about)
    raw = os.environ.get(name, "").strip()
    if not raw:
        if default is REQUIRED:
            raise ImproperlyConfigured(f"{name} is not set: {about} (a {kind}; see docs/configuration.md)")
        return default
    try:
        return parse(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not a valid {kind}: {error} ({about})") from error


def text(name: str, about: str, default: Any = REQUIRED) -> str:
    """A plain string."""
    return _read(name, "text", default, about, str)


def number(name: str, about: str, default: Any = REQUIRED) -> int:
    """A whole number."""
    return _read(name, "whole number", default, about, int)


def switch(name: str, about: str, default: Any = REQUIRED) -> bool:
    """1/0, true/false, yes/no, on/off."""

    def parse(raw: str) -> bool:
        words = {
            "1": True,
            "true": True,
            "yes": True,
            "on": True,
            "0": False,
            "false": False,
            "no": False,
            "off": False,
        }
        if raw.lower() not in words:
            raise ValueError(f"{raw!r} is neither on nor off")
        return words[raw.lower()]

    return _read(name, "switch", default, about, parse)


def words(name: str, about: str, default: Any = REQUIRED) -> list[str]:
    """Several words, separated by commas."""
    return _read(name, "list", default, about, lambda raw: [word.strip() for word in raw.split(",") if word.strip()])


def day(name: str, about: str, default: Any = REQUIRED) -> str:
    """A day, as 2026-11-22."""
    return _read(name, "day", default, about, lambda raw: date.fromisoformat(raw).isoformat())


PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"RIFF")


def picture(name: str, about: str, default: Any = REQUIRED) -> str:
    """The path of a PNG, JPEG or WebP file."""

    def parse(raw: str) -> str:
        try:
            head = Path(raw).read_bytes()[:6]
        except OSError as error:
            raise ValueError(f"{raw} cannot be read") from error
        if not head.startswith(PICTURES):
            raise ValueError(f"{raw} is no PNG, JPEG or WebP picture")
        return raw

    return _read(name, "picture", default, about, parse)


def database(name: str, about: str, default: Any = REQUIRED) -> dict[str, Any]:
    """`postgres://user:password@host:port/name`, as Django's database settings. A socket folder goes in `?host=`."""

    def parse(raw: str) -> dict[str, Any]:
        url = urlsplit(raw)
        if url.scheme not in {"postgres", "postgresql"}:
            raise ValueError("it must begin with postgres://")
        if not url.path.strip("/"):
            raise ValueError("it names no database")
        query = dict(parse_qsl(url.query))
        return {
            "ENGINE": "igot.kernel.database",
            "NAME": unquote(url.path.strip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": query.pop("host", None) or url.hostname or "",
            "PORT": str(url.port or ""),
            "OPTIONS": query,
        }

    return _read(name, "database address", default, about, parse)


def redis(name: str, about: str, default: Any = REQUIRED) -> str:
    """`redis://host:port/number` (or rediss://, unix://)."""

    def parse(raw: str) -> str:
        if urlsplit(raw).scheme not in {"redis", "rediss", "unix"}:
            raise ValueError("it must begin with redis://, rediss:// or unix://")
        return raw

    return _read(name, "Redis address", default, about, parse)


def origin(name: str, about: str, default: Any = REQUIRED) -> str:
    """A scheme and host, without a path."""

    def parse(raw: str) -> str:
        url = urlsplit(raw)
        if url.scheme not in {"http", "https"} or not url.netloc or url.path not in {"", "/"}:
            raise ValueError("it must look like https://igot.example")
        return f"{url.scheme}://{url.netloc}"

    return _read(name, "origin", default, about, parse)
