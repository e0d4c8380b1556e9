"""The three complete courses, taken over HTTP as the player takes them: from the course's page to the certificate."""

import html
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from igot.accounts import queries as accounts
from igot.accounts.models import User
from igot.local.journey.page import Form, Page
from igot.seed import people
from igot.seed.calendar import DemoCalendar
from igot.seed.content import course_folders, read
from igot.seed.steps.courses import Maker
from igot.seed.steps.framework import seed_framework
from igot.seed.steps.organisations import seed_designations, seed_organisations
from igot.seed.steps.people import seed_people

COMPLETE = ("noting-and-drafting", "procurement-gem-gfr", "right-to-information")
QUESTION = re.compile(r'data-question="(\d+)".*?<legend><span[^>]*>[^<]*</span>(.*?)</legend>', re.DOTALL)


class Clock:
    """The machine's clock, which goes on when the learner reads."""

    def __init__(self) -> None:
        self.at = timezone.now()

    def __call__(self) -> datetime:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Learner:
    """A browser without a screen: follows links, presses buttons, and tells what the player tells."""

    def __init__(self, client: Client, clock: Clock) -> None:
        self.client, self.clock = client, clock
        self.path, self.source = "/", ""
        self.page = Page("")

    def go(self, path: str) -> None:
        self._take(self.client.get(path, follow=True), path)

    def follow(self, words: str) -> None:
        self.go(self.address(words))

    def address(self, words: str) -> str:
        return next(address for said, address in self.page.links if said.startswith(words))

    def form(self, button: str) -> Form:
        return next(form for form in self.page.forms if any(words == button for words, *_ in form.buttons))

    def press(self, button: str, **more: Any) -> None:
        form = self.form(button)
        _, name, value = next(each for each in form.buttons if each[0] == button)
        sent = {**form.fields, **({name: [value]} if name else {}), **more}
        assert form.method == "post"
        self._take(self.client.post(form.action, sent, follow=True), form.action)

    def _take(self, answer: Any, asked: str) -> None:
        assert answer.status_code == 200, (asked, answer.status_code, answer.content.decode()[:2000])
        self.path = answer.redirect_chain[-1][0] if answer.redirect_chain else asked
        self.source = answer.content.decode()
        self.page = Page(self.source)

    @property
    def player(self) -> dict[str, Any]:
        found = re.search(r'<script id="player" type="application/json">(.*?)</script>', self.source)
        return json.loads(found[1]) if found else {}

    def tell(self, kind: str, number: int, **more: Any) -> dict[str, Any]:
        """What player.js sends of the open part."""
        given = self.player
        event = {"id": str(uuid4()), "resource": given["resource"], "session": given["session"], "seq": number,
                 "kind": kind, "at": self.clock.at.isoformat(), **more}  # fmt: skip
        sent = json.dumps({"events": [event]})
        told = self.client.post(given["events"], sent, content_type="application/json").json()
        assert [answer["verdict"] for answer in told["answers"]] == ["accepted"], told
        return told


def study(learner: Learner, seconds: int) -> dict[str, Any]:
    """Stay with the open part for its time, playing what can be played."""
    learner.tell("open", 1)
    told: dict[str, Any] = {}
    for number, start in enumerate(range(0, seconds, 60), start=2):
        end = min(start + 60, seconds)
        learner.clock.wait(end - start)
        recorded = learner.player["kind"] in ("video", "audio")
        more = {"ranges": [[start, end]], "position": end} if recorded else {}
        told = learner.tell("play" if recorded else "ping", number, **more)
    return told


def right(question: dict[str, Any], form: Form, name: str) -> list[str]:
    """What to send for the right answer, found by the words beside the choices."""
    if question["kind"] == "numeric":
        return [str(question["answer"]["value"])]
    if question["kind"] == "fill":
        return [question["answers"][0]]
    wanted = [" ".join(option["text"].split()) for option in question["options"] if option["correct"]]
    return [form.choices[name][words] for words in wanted]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def asha(db: None, clock: Clock, settings: Any, tmp_path: Path) -> User:
    """A learner of the demo, with its organisations, its framework and its people."""
    settings.DEMO, settings.VAR_DIR = True, tmp_path
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "media")}}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    for step in (seed_organisations, seed_designations, seed_framework, seed_people):
        step(at=clock.at)
    found = accounts.by_email(people.LEARNER_WITH_HISTORY)
    assert found is not None
    return found


@pytest.mark.parametrize("slug", COMPLETE)
def test_a_complete_course_leads_to_its_certificate(
    slug: str, asha: User, clock: Clock, sign_in: Callable[[User], Client], drain: Callable[..., int]
) -> None:
    folder = next(each for each in course_folders() if each.name == slug)
    Maker(folder, DemoCalendar(clock.at).courses_made).make()
    drain()
    course, questions = read(f"courses/{slug}/course.json"), read(f"courses/{slug}/questions.json")["questions"]
    parts = [part for module in course["modules"] for part in module["resources"]]
    learner = Learner(sign_in(asha), clock)

    learner.go(f"/courses/{slug}/")
    assert learner.page.heading == course["title"]
    learner.press("Enrol")
    percents = []
    for part in parts[:-1]:
        assert learner.page.heading == part["title"]
        told = study(learner, part["minutes"] * 60)
        assert learner.player["resource"] in told["completed"], part
        percents.append(told["percent"])
        learner.follow("Next")
    assert percents == sorted(percents) and percents[-1] < 100

    assert parts[-1]["kind"] == "assessment" and learner.page.heading == parts[-1]["title"]
    assert "You have completed this course" not in visible(learner.source)
    learner.press("Start the assessment")
    form, by_stem = learner.form("Save"), {words(each["stem"]): each for each in questions}
    asked = {number: by_stem[words(stem)] for number, stem in QUESTION.findall(learner.source)}
    assert len(asked) == 10
    answers = {f"answer-{number}": right(question, form, f"answer-{number}") for number, question in asked.items()}
    # One wrong answer: what is explained helps most where it is needed.
    wrong = next(number for number, question in asked.items() if question["kind"] == "single")
    answers[f"answer-{wrong}"] = [
        value for value in form.choices[f"answer-{wrong}"].values() if value not in answers[f"answer-{wrong}"]
    ][:1]
    clock.wait(600)
    learner.press("Save", **answers)
    assert learner.source.count("saved ") >= 10
    learner.press("Hand in…", **answers)
    assert "All 10 questions are answered." in learner.page.text
    learner.press("Hand in")

    assert "Passed" in learner.page.text
    for question in asked.values():
        assert words(question["explanation"]) in words(learner.source), question["stem"]
    drain()
    learner.follow("Back to the course")
    assert "You have completed this course" in visible(learner.source)
    assert drawn(learner, learner.address("Your certificate"))
    proof(learner, course, asha)


def proof(learner: Learner, course: dict[str, Any], asha: User) -> None:
    """The certificate can be had and checked by anybody; the passbook holds what was shown."""
    learner.go("/certificates/")
    assert course["title"] in learner.page.text
    assert drawn(learner, learner.address("Open the PDF"))
    public = Client().get(next(address for _, address in learner.page.links if address.startswith("/verify/IG")))
    shown = Page(public.content.decode()).text
    assert course["title"] in shown and asha.name in shown
    learner.go("/passbook/")
    assert course["title"] in learner.page.text
    assert learner.page.text.count("Level") >= len(course["competencies"])
    learner.go("/learning/?state=completed")
    assert course["title"] in learner.page.text


def drawn(learner: Learner, path: str) -> bool:
    """Whether the certificate is there as a file."""
    return b"".join(learner.client.get(path, follow=True).streaming_content).startswith(b"%PDF-")


def words(source: str) -> str:
    """What is read of a piece of HTML or of plain text."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", source)).replace("\xa0", " ").split())


def visible(source: str) -> str:
    """The page without the note that waits to be shown."""
    return re.sub(r'<div id="course-done" hidden>.*?</div>\s*</div>\s*</div>', "", source, flags=re.DOTALL)
