"""A plan: drafted, returned, mended, approved, published, and brought to its people by the workers."""

from datetime import date, timedelta

from igot.kernel.clock import FinancialYear, day_in_india, now
from igot.local.journey import material
from igot.local.journey.walk import Person, Stumbled, Walk
from igot.seed.people import CBC_REVIEWER, DEMO_PASSWORD, LEADER, PLAN_MANAGER

WHO = "plan manager of DoPT"
PLANS = "/o/dopt/plans/"
TITLE = "Numbers on every file"
SECOND_COURSE = "Right to Information"
COMMENT = "Say why the Section Officers need it before the others do."
REASON = "Section Officers put up the notes that others have to find their way in."
ORDER = "A-33011/7/2026-Trg"


def a_plan_is_drafted(walk: Walk) -> None:
    """A plan manager drafts a plan; what cannot be is refused at once."""
    manager = walk.person(PLAN_MANAGER)
    today = day_in_india(now())
    year = FinancialYear.of(today)
    manager.get(f"{PLANS}new/")
    manager.submit({"title": TITLE, "year": str(year.start), "kind": "special"}, to_form_with="objectives")
    walk.found["plan page"] = page = manager.answer.url
    walk.say(WHO, f"drafted the plan “{TITLE}” for {year}")
    manager.submit(button="Submit to the Capacity", status=422)
    (said,) = manager.find(r"Mend what is named here\. ([^.]+\.)")
    walk.say(WHO, f"a plan without items is refused: {said}")
    _choose(manager, page, material.TITLE)
    designation = manager.choice("designations", "Section Officer")
    item = {"need": "mandatory", "label": "ministry", "audience": "some", "designations": designation}
    yesterday = today - timedelta(days=1)
    manager.submit({**item, "due_on": yesterday.isoformat()}, to_form_with="due_on", button="Save", status=422)
    (said,) = manager.find(r"end of the financial year\. ([^.]*(?:past|today)[^.]*\.)")
    walk.say(WHO, f"a due date in the past is refused: {said}")
    due = min(today + timedelta(days=10), year.last_day)
    manager.submit({**item, "due_on": due.isoformat()}, to_form_with="due_on", button="See whom it reaches")
    reached = _reached(manager)
    manager.submit({**item, "due_on": due.isoformat()}, to_form_with="due_on", button="Save")
    manager.see("The item is saved", material.TITLE)
    walk.say(WHO, f"asks Section Officers for “{material.TITLE}” by {due}: {reached}")
    _recommend(walk, manager, page, year.last_day)
    manager.get(page)
    manager.follow("Whom the whole plan reaches")
    walk.found["people reached"] = int(manager.find(r"It reaches ([0-9]+) pe")[0])
    walk.say(WHO, f"the whole plan with “{SECOND_COURSE}” recommended to all: {_reached(manager)}")


def _choose(manager: Person, page: str, title: str) -> None:
    manager.get(page)
    manager.follow("Add a course")
    manager.get(manager.answer.url, q=title)
    manager.follow(f"Choose : {title}")


def _recommend(walk: Walk, manager: Person, page: str, due: date) -> None:
    """Ask a second course, and lose the session over the form."""
    _choose(manager, page, SECOND_COURSE)
    item = {"need": "recommended", "label": "recommended", "audience": "everyone", "due_on": due.isoformat()}
    manager.lose_session()
    manager.submit({**item, "reason": "Typed before."}, to_form_with="due_on", button="Save")
    manager.give_password(DEMO_PASSWORD)
    manager.see("Nothing you typed is lost", "Typed before.")
    manager.submit(button="Send again")
    manager.see("The item is saved", SECOND_COURSE, "Typed before.")
    walk.say(WHO, "the session ended over a second item: signed in again, what was typed was there, sent again")


def _reached(manager: Person) -> str:
    people, names = manager.find(r"It reaches ([0-9]+) pe(?:rson|ople)\. Among them: (.*)")
    shown = names.count("(demo)")
    if shown != min(int(people), 10):
        raise Stumbled(f"{people} people are reached, but {shown} of them are shown")
    return f"{people} people, {shown} of them by name, first {names.split('(demo)')[0].strip()}"


def the_plan_is_reviewed(walk: Walk) -> None:
    """The Commission returns it with a comment, gets it back, and approves."""
    manager, reviewer, page = walk.person(PLAN_MANAGER), walk.person(CBC_REVIEWER), walk.found["plan page"]
    manager.get(page)
    manager.submit(button="Submit to the Capacity")
    manager.see("submitted to the Capacity Building Commission")
    _decide(reviewer, COMMENT, "Send back")
    reviewer.see("was sent back")
    manager.get(page)
    manager.see("Returned with this comment", COMMENT)
    walk.say("CBC reviewer", f"returned the plan; the manager reads: {COMMENT}")
    manager.follow(f"Change : {material.TITLE}")
    other_tab = manager.tab()
    manager.submit({"reason": REASON}, to_form_with="due_on", button="Save")
    manager.see("The item is saved", REASON)
    other_tab.submit({"reason": "Typed in a second tab."}, to_form_with="due_on", button="Save", status=409)
    if other_tab.held("reason") != ["Typed in a second tab."]:
        raise Stumbled(f"what was typed in the second tab is lost: {other_tab.held('reason')}")
    walk.say(WHO, "wrote the reason; a second tab with the older form answers 409, with what was typed")
    manager.get(page)
    manager.see(REASON)
    manager.submit(button="Submit to the Capacity")
    manager.see("submitted to the Capacity Building Commission")
    _decide(reviewer, "Now it can be followed.", "Approve")
    reviewer.see("You approved")
    walk.say("CBC reviewer", "approved it when it came again")


def _decide(reviewer: Person, comment: str, button: str) -> None:
    reviewer.get("/approvals/")
    reviewer.follow(TITLE)
    reviewer.submit({"comment": comment}, to_form_with="comment", button=button)


def the_plan_is_published(walk: Walk) -> None:
    """The leader publishes; the workers bring it to everyone it asks."""
    leader, page = walk.person(LEADER), walk.found["plan page"]
    leader.get(page)
    leader.follow("Publish")
    today = day_in_india(now()).isoformat()
    leader.submit({"order_number": ORDER, "order_date": today}, to_form_with="order_number", button="Publish the plan")
    leader.see("The plan is in force", ORDER)

    wanted = walk.found["people reached"]

    def counted() -> list[int]:
        leader.get(f"{page}progress/")
        figures = [] if "Nothing to count yet" in leader.page.text else progress(leader)
        return figures if figures and figures[0] == wanted else []

    figures, seconds = walk.wait_for(f"the plan's progress with {wanted} people", counted)
    walk.found["progress before"] = figures
    walk.say("leader of DoPT", f"published under {ORDER}; {figures[0]} people reached after {seconds:.1f} s")


def progress(leader: Person) -> list[int]:
    """The first line of the table: people asked, people done, per cent, to do, in progress, done, exempt, overdue."""
    return [int(number) for number in leader.find(r"with all below" + r" ([0-9]+)" * 8)]
