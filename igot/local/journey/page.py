"""What a page says, read from its HTML the way a person without JavaScript would use it: headings, links, forms."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

SUBMITS = ("submit", "image")


@dataclass
class Form:
    """A form with what is already in its fields; `choices` finds a value by the words beside it."""

    action: str = ""
    method: str = "get"
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether the form asks for this."""
        return name in self.fields or name in self.files or name in self.choices


class Page(HTMLParser):
    """Parse one page; `forms`, `links` (words, address), `heading` and `text` are what is on it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.heading = ""
        self.text = ""
        self._form: Form | None = None
        self._open: list[tuple[str, dict[str, str], int]] = []
        self._select = ""
        self._single = True
        self._ticked = ("", "")
        self.feed(html)
        self.close()
        self.text = " ".join(self.text.split())
        self.heading = " ".join(self.heading.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note fields as they come, and remember where elements with words of their own begin."""
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(has.get("action", ""), has.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "input" and self._form is not None:
            self._input(self._form, has)
        elif tag == "select":
            self._select, self._single = has.get("name", ""), "multiple" not in has
            if self._form is not None and self._select:
                self._form.choices.setdefault(self._select, {})
                self._form.fields.setdefault(self._select, [])
        if tag in {"a", "button", "textarea", "option", "label", "h1", "title", "script", "style"}:
            self._open.append((tag, has, len(self.text)))

    def handle_data(self, data: str) -> None:
        """Collect the words a person sees."""
        if not self._open or self._open[-1][0] not in {"script", "style", "title"}:
            self.text += data if self._open and self._open[-1][0] == "textarea" else f"{data} "

    def handle_endtag(self, tag: str) -> None:
        """An element with words is complete: file it."""
        if tag == "form":
            self._form = None
        if tag == "select":
            self._end_select()
        if not self._open or self._open[-1][0] != tag:
            return
        _, has, start = self._open.pop()
        raw = self.text[start:]
        words = " ".join(raw.split())
        if tag == "a" and "href" in has:
            self.links.append((words, has["href"]))
        elif tag == "h1":
            self.heading = self.heading or words
        elif self._form is not None:
            self._fill(self._form, tag, has, words, raw)

    def _fill(self, form: Form, tag: str, has: dict[str, str], words: str, raw: str) -> None:
        if tag == "button" and has.get("type", "submit") in SUBMITS:
            form.buttons.append((words, has.get("name", ""), has.get("value", "")))
        elif tag == "textarea" and has.get("name"):
            form.fields[has["name"]] = [raw.lstrip("\n")]
        elif tag == "label" and self._ticked[0]:
            form.choices[self._ticked[0]][words] = self._ticked[1]
            self._ticked = ("", "")
        elif tag == "option" and self._select:
            value = has.get("value", words)
            form.choices.setdefault(self._select, {})[words] = value
            if "selected" in has:
                form.fields.setdefault(self._select, []).append(value)

    def _end_select(self) -> None:
        """A drop-down list nobody touched sends its first entry, as browsers do."""
        if self._form is not None and self._single and not self._form.fields.get(self._select):
            self._form.fields[self._select] = list(self._form.choices.get(self._select, {}).values())[:1]
        self._select = ""

    def _input(self, form: Form, has: dict[str, str]) -> None:
        name, kind, value = has.get("name", ""), has.get("type", "text").lower(), has.get("value", "")
        if "disabled" in has:
            return
        if kind in SUBMITS:
            form.buttons.append((value, name, value))
        elif not name or kind in {"button", "reset"}:
            return
        elif kind == "file":
            form.files.add(name)
        elif kind in {"checkbox", "radio"}:
            form.choices.setdefault(name, {})[value or "on"] = value or "on"
            if self._open and self._open[-1][0] == "label":
                self._ticked = (name, value or "on")
            if "checked" in has:
                form.fields.setdefault(name, []).append(value or "on")
        else:
            form.fields.setdefault(name, []).append(value)
