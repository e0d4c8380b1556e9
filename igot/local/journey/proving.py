"""What follows from a completion: certificate, competency, the plan's assignment, notices, numbers."""

import csv
import io
import time

from igot.local.journey import learning, material, planning
from igot.local.journey.walk import Stumbled, Walk
from igot.seed.people import LEADER, LEARNER_WITH_HISTORY


def the_leader_sees_it_begun(walk: Walk) -> None:
    """An assignment is in progress as soon as its course is."""
    leader = walk.person(LEADER)

    def begun() -> list[int]:
        leader.get(f"{walk.found['plan page']}progress/")
        figures = planning.progress(leader)
        return figures if figures[4] == walk.found["progress before"][4] + 1 else []

    figures, _seconds = walk.wait_for("the assignment in progress", begun)
    walk.say("leader of DoPT", f"roll-up meanwhile: {_worded(figures)}")


def the_certificate_is_drawn(walk: Walk) -> None:
    """The worker draws the PDF; the learner downloads it, anybody verifies its number."""
    learner = walk.person(LEARNER_WITH_HISTORY)

    def drawn() -> bool:
        found = learner.session.get(f"{walk.address}/api/v1/me/certificates/", timeout=60).json()
        return any(one["is_drawn"] and one["claims"]["course"]["en"] == material.TITLE for one in found["results"])

    walk.wait_for("the certificate's PDF", drawn)
    seconds = time.monotonic() - walk.found["handed in"]
    learner.get("/certificates/")
    serial, address = next((words, link) for words, link in learner.page.links if "/verify/" in link)
    learner.follow("Open the PDF")
    if not learner.answer.content.startswith(b"%PDF"):
        raise Stumbled(f"the certificate at {learner.answer.url} is no PDF")
    size = len(learner.answer.content) / 1000
    walk.say(learning.WHO, f"certificate {serial}: PDF of {size:.0f} kB, {seconds:.1f} s after handing in")
    anybody = walk.stranger()
    anybody.get(address)
    anybody.see("This certificate holds", material.TITLE, "Valid (Ed25519)", "Test Learner Asha")
    walk.say("anybody, signed out", f"/verify/{serial}/: this certificate holds, signature valid")
    mistyped = serial[:-1] + ("2" if serial[-1] != "2" else "3")
    anybody.get(f"/verify/{mistyped}/", status=404)
    walk.say("anybody, signed out", f"/verify/{mistyped}/, with one character mistyped: 404")


def the_rest_follows(walk: Walk) -> None:
    """Competency settled, assignment met, the learner told."""
    learner = walk.person(LEARNER_WITH_HISTORY)

    def settled() -> int:
        learner.get("/passbook/")
        return learning.level(learner) if learning.level(learner) > walk.found["level before"] else 0

    after, _seconds = walk.wait_for("the competency's level", settled)
    before = walk.found["level before"] or "none"
    walk.say(learning.WHO, f"passbook, {material.COMPETENCY}: level {before} before, level {after} now")

    def met() -> bool:
        learner.get("/assignments/", q=material.TITLE, state="done")
        return material.TITLE in [words for words, _address in learner.page.links]

    walk.wait_for("the assignment met", met)
    (done,) = learner.find(r"(done on [^.·]*?) Numbers on every file")

    def told() -> bool:
        learner.get("/notices/")
        wanted = (f"Your certificate for “{material.TITLE}”", f"Done: {material.TITLE}")
        return all(each in learner.page.text for each in wanted)

    walk.wait_for("the notices", told)
    walk.say(learning.WHO, f"what the plan asked is {done}; told by notices of the certificate and of this")


def the_leader_sees_it(walk: Walk) -> None:
    """The numbers move, as table and as CSV."""
    leader, before = walk.person(LEADER), walk.found["progress before"]
    walk.say("leader of DoPT", f"roll-up before:    {_worded(before)}")
    people, people_done, _percent, assigned, in_progress, met, exempt, _overdue = before
    wanted = [people, people_done + 1, assigned - 1, in_progress, met + 1, exempt]

    def counted() -> list[int]:
        leader.get(f"{walk.found['plan page']}progress/")
        now = planning.progress(leader)
        return now if [*now[:2], *now[3:7]] == wanted else []

    after, _seconds = walk.wait_for(f"people, people done, to do, in progress, done, exempt to be {wanted}", counted)
    walk.say("leader of DoPT", f"roll-up after:     {_worded(after)}")
    leader.follow("Download as CSV")
    rows = list(csv.DictReader(io.StringIO(leader.answer.content.decode("utf-8-sig"))))
    whole = next(row for row in rows if row["Code"] == "DOPT")
    shown = [int(whole[name]) for name in ("People asked", "People done", "Assignments done", "Assignments to do")]
    if shown != [after[0], after[1], after[5], after[3]]:
        raise Stumbled(f"the CSV says {shown}, the page {after}")
    walk.say("leader of DoPT", f"the CSV has {len(rows)} organisations; its line for DoPT says the same")


def _worded(figures: list[int]) -> str:
    names = ("people", "done", "per cent", "to do", "in progress", "assignments done", "exempt", "overdue")
    shown = [f"{number} {name}" for number, name in zip(figures, names, strict=True) if name != "exempt"]
    return ", ".join(shown)
