"""How a person of the journey goes about: pressing, typing, looking; and stumbling."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from igot.local.journey.walk import Person, Stumbled, Walk

HOME = """<h1>Plans</h1><a href="/page/">Pages we have</a> <a href="/exact/">Page</a>
<form method="post" action="/sent/"><input type="hidden" name="csrfmiddlewaretoken" value="token">
<input name="title" value="as it was"><button name="do" value="save">Save</button>
<button name="do" value="drop">Drop</button></form>"""


class Site(BaseHTTPRequestHandler):
    """Three pages; a form is answered with what was sent."""

    def do_GET(self) -> None:
        self._answer(200 if self.path in ("/", "/page/", "/exact/") else 404, HOME + f"<p>at {self.path}</p>")

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._answer(422 if sent["title"] == [" "] else 200, f"<h1>Sent</h1><p>{sent['title'][0]} {sent['do'][0]}</p>")

    def _answer(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_parts: Any) -> None:
        """Say nothing."""


@pytest.fixture
def person() -> Iterator[Person]:
    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Person(f"http://127.0.0.1:{server.server_port}", "somebody")
    server.shutdown()
    server.server_close()


def test_a_link_with_the_very_words_comes_before_one_that_contains_them(person):
    person.get("/")
    person.follow("page")
    person.see("at /exact/")


def test_a_form_sends_what_it_held_what_was_typed_and_the_button_pressed(person):
    person.get("/")
    assert person.held("title") == ["as it was"]
    assert person.submit(button="Drop").text == "Sent as it was drop"
    person.get("/")
    person.submit({"title": "new"}, to_form_with="title", button="Save")
    assert person.find(r"Sent (\w+) (\w+)") == ["new", "save"]


def test_two_tabs_show_their_own_pages(person):
    person.get("/")
    other = person.tab()
    person.get("/page/")
    other.see("at /")
    assert other.session is person.session


@pytest.mark.parametrize(
    "go",
    [
        lambda person: person.get("/gone/"),
        lambda person: person.follow("not there"),
        lambda person: person.see("not there"),
        lambda person: person.find("not (there)"),
        lambda person: person.choice("title", "not there"),
        lambda person: person.submit(button="Not there"),
        lambda person: person.submit({"unasked": "x"}, button="Save"),
        lambda person: person.submit({"title": " "}, button="Save"),
    ],
)
def test_whoever_does_not_see_what_should_be_there_stumbles(person, go):
    person.get("/")
    with pytest.raises(Stumbled):
        go(person)


def test_a_refusal_that_was_expected_is_no_stumbling(person):
    person.get("/")
    person.submit({"title": " "}, button="Save", status=422)
    person.get("/gone/", status=(404, 410))


def test_waiting_ends_with_what_was_seen_or_with_a_stumble():
    walk = Walk("http://localhost", None)
    seen, seconds = walk.wait_for("something", iter([0, 7]).__next__)
    assert seen == 7
    assert seconds < 10
    with pytest.raises(Stumbled, match="a miracle"):
        walk.wait_for("a miracle", lambda: False, within=0)


def test_each_line_is_numbered_and_says_who_saw_what(capsys):
    walk = Walk("http://localhost", None)
    walk.say("a learner", "sees the course")
    walk.say("a leader", "sees the numbers")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["1.", "2."]
    assert "a leader" in lines[1]
    assert lines[1].endswith("sees the numbers")
