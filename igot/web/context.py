"""What the frame of every page shows. Asked for only where the page draws it."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from igot.accounts.access import grants_for_switcher
from igot.notifications.queries import unread_count
from igot.web import keep, navigation

THEME_COOKIE = "theme"
THEMES = {
    "device": gettext_lazy("As the device"),
    "light": gettext_lazy("Light"),
    "dark": gettext_lazy("Dark"),
    "contrast": gettext_lazy("High contrast"),
}
TEXT_COOKIE = "text"
TEXT_SIZES = {"normal": gettext_lazy("Usual"), "large": gettext_lazy("Larger"), "largest": gettext_lazy("Largest")}
MOST_SHOWN = 99


class Frame:
    """One page's frame: navigation, language, theme, notices, whom one acts for, who owns the site."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def _user(self) -> Any:
        return getattr(self._request, "user", None)

    @cached_property
    def signed_in(self) -> bool:
        return self._user is not None and self._user.is_authenticated

    @cached_property
    def keys(self) -> "Keys":
        """Under what each part of the frame is kept (`{% kept %}`)."""
        return Keys(self)

    @property
    def name(self) -> str:
        return self._user.display_name if self.signed_in else ""

    @property
    def mail_address(self) -> str:
        return self._user.email if self.signed_in else ""

    @cached_property
    def sections(self) -> list[navigation.Section]:
        return navigation.sections(self._request) if self.signed_in else []

    @cached_property
    def thumb(self) -> list[navigation.Entry]:
        return navigation.thumb(self.sections)

    @cached_property
    def unread(self) -> int:
        """How many notices wait to be read."""
        return unread_count(self._user) if self.signed_in else 0

    @property
    def unread_shown(self) -> str:
        return str(self.unread) if self.unread <= MOST_SHOWN else f"{MOST_SHOWN}+"

    @property
    def notices_url(self) -> str:
        return reverse("notices")

    @property
    def catalogue_url(self) -> str:
        return reverse("catalogue")

    @cached_property
    def acting_url(self) -> str:
        return reverse("acting") if self.signed_in and grants_for_switcher(self._user) else ""

    @cached_property
    def acting_text(self) -> str:
        organisation = getattr(self._request, "organisation", None)
        if organisation is not None:
            return _("You are acting for %(organisation)s.") % {"organisation": organisation}
        return str(self._user.organisation or "") if self.signed_in else ""

    @property
    def here(self) -> str:
        """The page to come back to after a change of language or colours; for a form's answer, the form."""
        return self._request.get_full_path()

    @property
    def is_answer(self) -> bool:
        """Whether the page answers a form that was sent: coming back to its address would show the form empty."""
        return self._request.method == "POST"

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What somebody who is not signed in typed into the form that this page answers; no password."""
        return keep.typed(self._request) if self.is_answer and not self.signed_in else []

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def other_languages(self) -> list[tuple[str, str]]:
        """The languages to switch to, each under its own name."""
        return [
            (code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES if code != self.language
        ]

    @property
    def theme(self) -> str:
        chosen = self._request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else "device"

    @property
    def themes(self) -> list[tuple[str, Any]]:
        return list(THEMES.items())

    @property
    def text_size(self) -> str:
        chosen = self._request.COOKIES.get(TEXT_COOKIE, "")
        return chosen if chosen in TEXT_SIZES else "normal"

    @property
    def text_sizes(self) -> list[tuple[str, Any]]:
        return list(TEXT_SIZES.items())

    @property
    def updated(self) -> date:
        """The day on which what the site says of itself was last gone through."""
        return date.fromisoformat(settings.SITE_UPDATED)

    @cached_property
    def look(self) -> dict[str, Any]:
        """Colours and logo of the organisation acted for, else of the one served in."""
        acting = getattr(self._request, "organisation", None)
        organisation = acting or (self._user.organisation if self.signed_in else None)
        return organisation.look if organisation is not None else {}

    @cached_property
    def accent_url(self) -> str:
        """The stylesheet of the organisation's colours; empty where igot's own hold."""
        if not self.look.get("accent"):
            return ""
        return reverse("accent", args=[self.look["accent"][1:], self.look["accent_dark"][1:]])

    @cached_property
    def logo_url(self) -> str:
        return reverse("logo", args=[self.look["logo"]]) if self.look.get("logo") else ""

    @cached_property
    def emblem_url(self) -> str:
        """The owner's emblem; empty where igot's mark stands in."""
        path = str(settings.SITE_EMBLEM)
        return reverse("emblem", args=[emblem_version(path)]) if path else ""

    @property
    def mail(self) -> str:
        """Where those who run the instance read mail, if they say so."""
        return str(settings.CONTACT_MAIL)

    @property
    def address(self) -> list[str]:
        """The owner's postal address, line by line."""
        return [line.strip() for line in str(settings.SITE_ADDRESS).split(";") if line.strip()]

    @property
    def web_manager(self) -> str:
        return str(settings.WEB_MANAGER)

    @property
    def data_contact(self) -> str:
        return str(settings.DATA_CONTACT)

    @property
    def owner(self) -> str:
        """The ownership line. The default sentence is translated; an owner's own line is shown as given."""
        return _(settings.SITE_OWNER)


# What each part shows of the frame. Many people share a part: only "account" is anybody's own. What follows from the
# language alone need not be named: each part is kept by language anyway.
DRAWN_FROM = {
    "top": (
        "signed_in",
        "catalogue_url",
        "logo_url",
        "look",
        "emblem_url",
        "here",
        "is_answer",
        "typed",
        "theme",
        "text_size",
    ),
    "account": ("notices_url", "unread", "name", "mail_address", "acting_text", "acting_url"),
    "side": ("sections", "thumb"),
    "footer": ("owner",),
    "entrance": ("here",),
}


class Keys:
    """The key of a part of the frame: one text that changes with all the part shows."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def __getitem__(self, part: str) -> str:
        return repr([getattr(self._frame, name) for name in DRAWN_FROM[part]])


def emblem_version(path: str) -> str:
    """What is in the emblem's address: it changes with the file."""
    stat = Path(path).stat()
    return f"{stat.st_size:x}-{int(stat.st_mtime):x}"


def page(request: HttpRequest) -> dict[str, Any]:
    """`frame` for the templates."""
    return {"frame": Frame(request)}
