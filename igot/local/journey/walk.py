"""The people of the journey: each with a browser's session, filling in the forms that the pages really show."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

import requests

from igot.local.journey.page import Form, Page
from igot.local.stack import Stack
from igot.seed.people import DEMO_PASSWORD

Upload = tuple[str, bytes, str]  # file name, content, type


class Stumbled(Exception):
    """A step did not see what it should have."""


class Walk:
    """The journey so far: prints one line per step, and knows who takes part."""

    def __init__(self, address: str, stack: Stack) -> None:
        self.address = address
        self.stack = stack
        self.lines = 0
        self.began = time.monotonic()
        self.people: dict[str, Person] = {}
        self.found: dict[str, Any] = {}

    def say(self, who: str, seen: str) -> None:
        """One line of the report: how many seconds after the first step, who, and what was seen."""
        self.lines += 1
        print(f"{self.lines:>3}. {time.monotonic() - self.began:>3.0f} s  {who:<26} {seen}", flush=True)

    def person(self, email: str, password: str = DEMO_PASSWORD) -> "Person":
        """Somebody who signs in, once per journey."""
        if email not in self.people:
            self.people[email] = Person(self.address, email)
            self.people[email].sign_in(password)
        return self.people[email]

    def stranger(self) -> "Person":
        """Somebody without an account."""
        return Person(self.address, "a stranger")

    def wait_for(self, what: str, look: Callable[[], Any], *, within: float = 30.0) -> tuple[Any, float]:
        """Look until there is something to see: that, and how many seconds it took."""
        began = time.monotonic()
        while True:
            seen = look()
            if seen:
                return seen, time.monotonic() - began
            if time.monotonic() - began > within:
                raise Stumbled(f"{what}: nothing within {within:.0f} s")
            time.sleep(0.2)


class Person:
    """One person's browser without JavaScript."""

    def __init__(self, address: str, name: str) -> None:
        self.address = address
        self.name = name
        self.session = requests.Session()
        self.session.trust_env = False
        # A connection that idles is closed by the server, perhaps just as the next request is on its way.
        self.session.headers["Connection"] = "close"
        self.session.headers["Accept-Language"] = "en"
        self.answer = requests.Response()
        self.page = Page("")

    def sign_in(self, password: str) -> None:
        """Through the sign-in page, as anybody would."""
        self.get("/")
        self.give_password(password)

    def give_password(self, password: str) -> None:
        """Fill in the sign-in page that is shown."""
        self.submit({"login": self.name, "password": password}, to_form_with="password")
        if any(form.has("password") for form in self.page.forms):
            raise Stumbled(f"{self.name} could not sign in: {self.page.text[:300]}")

    def get(self, path: str, *, status: int | tuple[int, ...] = 200, **query: Any) -> Page:
        """Open an address; the page that came, after redirects."""
        return self._take(self.session.get(urljoin(self.address, path), params=query, timeout=60), status)

    def lose_session(self) -> None:
        """The session ends behind the person's back, the page stays."""
        for cookie in [one for one in self.session.cookies if "session" in one.name]:
            self.session.cookies.clear(cookie.domain, cookie.path, cookie.name)

    def tab(self) -> "Person":
        """The same browser's second tab, with the page that is shown now."""
        other = Person(self.address, self.name)
        other.session, other.answer, other.page = self.session, self.answer, self.page
        return other

    def see(self, *words: str) -> None:
        """The page says all of this."""
        for each in words:
            if each.casefold() not in self.page.text.casefold():
                raise Stumbled(f"{self.name} does not see {each!r} on {self.answer.url}: {self.page.text[:600]}")

    def find(self, pattern: str) -> list[str]:
        """The parts of a pattern, as the page's words hold it."""
        found = re.search(pattern, self.page.text)
        if found is None:
            raise Stumbled(f"{self.name} looks for {pattern!r} on {self.answer.url}: {self.page.text[:600]}")
        return [part or "" for part in found.groups()]

    def held(self, field: str) -> list[str]:
        """What stands in a field now."""
        return next((form.fields.get(field, []) for form in self.page.forms if form.has(field)), [])

    def choice(self, field: str, words: str) -> str:
        """The value behind the choice with these words, else behind the first whose words contain them."""
        offered = [one for form in self.page.forms for one in form.choices.get(field, {}).items()]
        exact = [value for shown, value in offered if shown.casefold() == words.casefold()]
        near = [value for shown, value in offered if words.casefold() in shown.casefold()]
        for value in exact + near:
            return value
        raise Stumbled(f"{self.name} is not offered {words!r} as {field} on {self.answer.url}")

    def tell(self, path: str, body: Any) -> Any:
        """Send JSON as the page's own script does."""
        token = next(
            form.fields["csrfmiddlewaretoken"][0] for form in self.page.forms if form.has("csrfmiddlewaretoken")
        )
        headers = {"Referer": self.answer.url, "X-CSRFToken": token}
        told = self.session.post(urljoin(self.address, path), json=body, headers=headers, timeout=60)
        if told.status_code != 200:
            raise Stumbled(f"{self.name}: {told.url} answered {told.status_code}: {told.text[:300]}")
        return told.json()

    def follow(self, words: str) -> Page:
        """Press the link with these words, else the first whose words contain them."""
        wanted = words.casefold()
        exact = [address for shown, address in self.page.links if shown.casefold() == wanted]
        near = [address for shown, address in self.page.links if wanted in shown.casefold()]
        for address in exact + near:
            return self.get(urljoin(self.answer.url, address))
        raise Stumbled(f"{self.name} sees no link {words!r} on {self.answer.url}")

    def submit(
        self,
        values: Mapping[str, str | Sequence[str]] | None = None,
        *,
        button: str = "",
        to_form_with: str = "",
        files: Mapping[str, Upload] | None = None,
        status: int | tuple[int, ...] = 200,
    ) -> Page:
        """Fill in the form that has this button or this field, keep what the others hold, and send it."""
        form, pressed = self._form(button, to_form_with)
        data: dict[str, Any] = {name: list(held) for name, held in form.fields.items()}
        for name, value in (values or {}).items():
            if not form.has(name):
                raise Stumbled(f"{self.name} is not asked for {name!r} on {self.answer.url}")
            data[name] = value
        if pressed[0]:
            data[pressed[0]] = pressed[1]
        target = urljoin(self.answer.url, form.action)
        headers = {"Referer": self.answer.url}
        if form.method == "get":
            return self._take(self.session.get(target, params=data, headers=headers, timeout=60), status)
        sent = self.session.post(target, data=data, files=files or None, headers=headers, timeout=120)
        return self._take(sent, status)

    def _form(self, button: str, field: str) -> tuple[Form, tuple[str, str]]:
        for form in self.page.forms:
            if field and not form.has(field):
                continue
            for words, name, value in form.buttons:
                if button.casefold() in words.casefold():
                    return form, (name, value)
            if not button:
                return form, ("", "")
        raise Stumbled(
            f"{self.name} sees no form with {button or field!r} on {self.answer.url}: {self.page.text[:200]}"
        )

    def _take(self, answer: requests.Response, status: int | tuple[int, ...]) -> Page:
        self.answer = answer
        is_html = "html" in answer.headers.get("Content-Type", "")
        self.page = Page(answer.text if is_html else "")
        if answer.status_code not in (status if isinstance(status, tuple) else (status,)):
            said = self.page.text[:300] if is_html else answer.text[:300]
            raise Stumbled(f"{self.name}: {answer.url} answered {answer.status_code}, not {status}: {said}")
        return self.page
