"""A learner does what the plan asks: page, video, document, assessment."""

import json
import re
import time
import uuid
from typing import Any
from urllib.parse import urljoin

from igot.local.journey import material, planning
from igot.local.journey.walk import Person, Stumbled, Walk
from igot.seed.people import LEARNER_WITH_HISTORY

PLAYER = re.compile(r'<script id="player" type="application/json">(.*?)</script>', re.DOTALL)
SECONDS_OF_VIDEO, STOPPED_AT, SPEED = 5, 1, 2
WHO = "learner Asha of DoPT"
Player = dict[str, Any]


def my_igot_shows_what_is_due(walk: Walk) -> None:
    """What is asked, who ordered it, why; and what to go on with."""
    learner = walk.person(LEARNER_WITH_HISTORY)
    learner.get("/passbook/")
    walk.found["level before"] = level(learner)
    learner.get("/")
    (said,) = learner.find(r"My iGOT To be done (.*?) Where you were")
    left, day, ordered_by = learner.find(
        rf"([0-9]+ days? left|Due today) ([0-9-]+) {material.TITLE} (Ordered by .*?) {planning.TITLE}"
    )
    begun = [words for words, address in learner.page.links if "/learn/" in address]
    if not begun:
        raise Stumbled(f"{learner.name} is not shown the course to go on with: {learner.page.links}")
    learner.follow(f"{planning.TITLE} ,")
    learner.see("Why this is asked of you", planning.ORDER, planning.REASON)
    walk.say(WHO, f"My iGOT: {said}; to go on with: {begun[0]}; “{material.TITLE}”: {left}, due {day}")
    walk.say(WHO, f"why: {ordered_by}, {planning.ORDER}, “{planning.REASON}”")
    learner.follow("Open the course")


def the_course_is_taken(walk: Walk) -> None:
    """The player's parts one after the other, with the time they take."""
    learner, began = walk.person(LEARNER_WITH_HISTORY), time.monotonic()
    learner.submit(button="Enrol")
    walk.found["enrolment"] = _player(learner)["enrolment"]
    learner.submit(button="I have read this", status=422)
    (said,) = learner.find(r"(That was quick\.[^.]*\.)")
    _read(learner)
    walk.say(WHO, f"enrolled; saying at once that the page is read: {said} Read it then")
    learner.follow("Next :")
    walk.say(WHO, _watch(learner))
    learner.follow("Next :")
    if not _file(learner, "Open the document").startswith(b"%PDF"):
        raise Stumbled(f"{learner.name} does not get the PDF")
    walk.found["began"] = began
    walk.say(WHO, "opened the PDF and reads it; the others do not wait for her")


def the_document_is_read(walk: Walk) -> None:
    """It was open for as long as it takes to read."""
    learner = walk.person(LEARNER_WITH_HISTORY)
    _read(learner)
    seconds = time.monotonic() - walk.found["began"]
    walk.say(WHO, f"has read the PDF; page, video and PDF were complete after {seconds:.0f} s")
    learner.follow("Next :")


def _player(learner: Person) -> Player:
    found = PLAYER.search(learner.answer.text)
    if found is None:
        raise Stumbled(f"{learner.name} is not in the player on {learner.answer.url}")
    return dict(json.loads(found[1]))


def _read(learner: Person) -> None:
    """Say that it is read; where that is too early, again after the seconds the page asks for."""
    for _try in range(3):
        learner.submit(button="I have read this", status=(200, 422))
        if "That was quick" not in learner.page.text:
            learner.see("Completed")
            return
        time.sleep(int(learner.find(r"take ([0-9]+) more")[0]))
    raise Stumbled(f"{learner.name} has waited and still may not say so on {learner.answer.url}")


def _watch(learner: Person) -> str:
    """Play a second, go away, come back where it stopped, and play the rest; captions and video are really there."""
    if _file(learner, "Download the video") != material.content("numbering.mp4"):
        raise Stumbled(f"{learner.name} gets another video than the provider uploaded")
    captions = re.search(r'<track kind="captions" src="([^"]+)"', learner.answer.text)
    if captions is None or b"WEBVTT" not in _bytes(learner, captions[1]):
        raise Stumbled(f"{learner.name} gets no captions on {learner.answer.url}")
    page = learner.answer.url
    _play(learner, 0, STOPPED_AT)
    learner.get(page)
    resumed = _player(learner)["position"]
    if resumed != STOPPED_AT:
        raise Stumbled(f"the video goes on at {resumed} s, not at {STOPPED_AT} s")
    told = _play(learner, STOPPED_AT, SECONDS_OF_VIDEO)
    learner.get(page)
    if _player(learner)["resource"] not in told["completed"]:
        raise Stumbled(f"the video was played to its end and does not count: {told}")
    return f"played the video with captions twice as fast, left it, resumed at {resumed} s; told twice, it counts once"


def _play(learner: Person, start: int, end: int) -> Any:
    """Play these seconds of the recording at double speed, then report it as the player does."""
    player = _player(learner)
    time.sleep((end - start) / SPEED)
    event = {
        "id": str(uuid.uuid4()),
        "resource": player["resource"],
        "session": player["session"],
        "seq": 1,
        "kind": "play",
        "ranges": [[start, end]],
        "position": end,
    }
    told = learner.tell(player["events"], {"events": [event, event]})
    if [answer["verdict"] for answer in told["answers"]] != ["accepted", "duplicate"]:
        raise Stumbled(f"what {learner.name} played, told twice, is to count once: {told}")
    return told


def _file(learner: Person, words: str) -> bytes:
    address = next((address for shown, address in learner.page.links if shown.startswith(words)), "")
    return _bytes(learner, address)


def _bytes(learner: Person, address: str) -> bytes:
    answer = learner.session.get(urljoin(learner.answer.url, address), timeout=60)
    return answer.content if answer.status_code == 200 else b""


def the_assessment_is_passed(walk: Walk) -> None:
    """Each answer is saved as it is given; then it is handed in."""
    learner = walk.person(LEARNER_WITH_HISTORY)
    learner.submit(button="Start the assessment")
    learner.see("The time ends at")
    for words, stem in ((material.PARAGRAPHS_ANSWERS[0], material.PARAGRAPHS), ("True", material.TRUE_STATEMENT)):
        (place,) = learner.find(rf"([0-9]+) ?\. {re.escape(stem)}")
        learner.submit({f"answer-{place}": learner.choice(f"answer-{place}", words)}, button="Save")
        learner.see("1 answer saved")
    learner.submit(button="Hand in")
    learner.see("All 2 questions are answered")
    walk.found["handed in"] = time.monotonic()
    learner.submit(button="Hand in")
    percent, marks = learner.find(r"Passed Result ([0-9.]+) % Marks ([0-9.]+ / [0-9.]+)")
    learner.follow("Back to the course")
    learner.see("You have completed this course")
    walk.say(
        WHO, f"answered both questions, each saved as given; handed in: passed, {percent} %, {marks} marks; complete"
    )


def level(learner: Person) -> int:
    """The level of the course's competency, as the passbook shows it; 0 for none."""
    found = re.search(rf"What I hold .*?{material.COMPETENCY} Level ([0-9]+):", learner.page.text)
    return int(found[1]) if found else 0
