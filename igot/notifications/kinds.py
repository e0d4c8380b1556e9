"""What people can be told: the apps above register their kinds of notices, with texts."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import get_language

Text = str | Promise
CLASSES = ("statutory", "transactional", "social")
ELLIPSIS = "…"


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice. `title` and `body` are lazy texts with `%(name)s` places, filled in the reader's language.

    `cls`: a statutory notice cannot be muted in igot; a social one comes by mail only to those who ask for it.
    """

    name: str
    cls: str
    title: Text
    body: Text = ""
    mail_by_default: bool = True
    label: Text = ""

    def default(self, channel: str) -> bool:
        """Whether the kind comes by this channel to somebody who never chose."""
        return channel == "app" or self.mail_by_default

    def can_mute(self, channel: str) -> bool:
        """Whether the channel may be switched off."""
        return not (self.cls == "statutory" and channel == "app")

    @property
    def caption(self) -> str:
        """What the kind is called among the settings."""
        return str(self.label) or str(self.title) % defaultdict(lambda: ELLIPSIS)

    def title_for(self, values: dict[str, Any]) -> str:
        """The title in the active language."""
        return str(self.title) % _filled(values)

    def body_for(self, values: dict[str, Any]) -> str:
        """The body in the active language."""
        return str(self.body) % _filled(values)


def _filled(values: dict[str, Any]) -> dict[str, str]:
    filled: dict[str, str] = defaultdict(lambda: ELLIPSIS)
    filled.update({name: _shown(value) for name, value in values.items()})
    return filled


def _shown(value: Any) -> str:
    """A value as its reader writes it: `{"en": .., "hi": ..}` by language, `{"day": "2026-12-31"}` and `{"at": ..}` as
    dates.
    """
    if not isinstance(value, dict):
        return str(value)
    if "day" in value:
        return formats.date_format(date.fromisoformat(value["day"]), "DATE_FORMAT")
    if "at" in value:
        return formats.date_format(timezone.localtime(datetime.fromisoformat(value["at"])), "DATETIME_FORMAT")
    language = (get_language() or "en").split("-")[0]
    return str(value.get(language) or value.get("en") or next(iter(value.values()), ""))


KINDS: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> NoticeKind:
    """Make a kind known; two of one name are a mistake."""
    if kind.name in KINDS:
        raise ValueError(f"two kinds of notices are called {kind.name}")
    if kind.cls not in CLASSES:
        raise ValueError(f"{kind.name} is of no known class: {kind.cls}")
    KINDS[kind.name] = kind
    return kind
