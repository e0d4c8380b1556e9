"""A course provider makes a course; a reviewer and a publisher, different people, release it."""

from igot.local.journey import material
from igot.local.journey.walk import Person, Stumbled, Walk
from igot.seed.people import CONTENT_REVIEWER, CREATOR, LEARNER_WITH_HISTORY, PUBLISHER

COURSES = "/o/istm/courses/"
CAPTIONS = ("numbering.en.vtt", material.content("numbering.en.vtt"), "text/vtt")


def a_course_is_made(walk: Walk) -> None:
    """A creator writes, uploads, and is told what is not a video."""
    creator = walk.person(CREATOR)
    creator.get(f"{COURSES}new/")
    again = creator.tab()
    for tab in (creator, again):
        tab.submit({"title": material.TITLE, "language": "en"}, to_form_with="title")
    if again.answer.url != creator.answer.url:
        raise Stumbled(f"pressing twice began two courses: {creator.answer.url} and {again.answer.url}")
    details = {
        "summary": material.SUMMARY,
        "outcomes": material.OUTCOMES,
        "licence": "CC-BY-4.0",
        "visibility": "shared",
        "audience": "Section Officers",
        "other_title": "फ़ाइल पर संख्यांकन",
    }
    creator.submit(details, to_form_with="summary")
    walk.found["course page"] = page = creator.answer.url.split("#")[0]
    creator.get(f"{page}competencies/", q=material.COMPETENCY)
    creator.submit({"level": str(material.LEVEL)}, button="Put on the course")
    creator.see(f"“{material.COMPETENCY}” stands on the course")
    creator.get(f"{page}modules/new/")
    creator.submit({"title": "Numbering"}, to_form_with="other_title")
    what = f"“{material.TITLE}” at ISTM, with {material.COMPETENCY} at level {material.LEVEL}"
    walk.say("course creator", f"began {what}; pressed twice, there is one course")
    _resources(walk, creator, page)
    _questions(creator)
    _paper(creator)
    _add(creator, page, "Assessment", {"title": "What you know now", "paper": _new_paper(creator, page)})
    walk.say("course creator", "wrote two questions, made a paper of them and put it at the end of the course")


def _resources(walk: Walk, creator: Person, page: str) -> None:
    _add(creator, page, "Page", {"title": "Why numbers", "body": material.text("page.md")})
    creator.get(page)
    creator.follow("Video")
    fields = {"title": "Numbers in five seconds", "captions_language": "en"}
    wrong = {"file": ("numbering.mp4", material.content("checklist.pdf"), "video/mp4")}
    creator.submit(fields, to_form_with="title", files=wrong, status=422)
    (said,) = creator.find(r"at most [0-9]+ MB\. ([^.]*\.)")
    walk.say("course creator", f"a PDF called numbering.mp4 is refused: {said}")
    video = ("numbering.mp4", material.content("numbering.mp4"), "video/mp4")
    creator.submit(to_form_with="title", files={"file": video, "captions": CAPTIONS})
    checklist = ("checklist.pdf", material.content("checklist.pdf"), "application/pdf")
    _add(creator, page, "PDF", {"title": "Checklist"}, checklist)
    walk.say("course creator", "added a page, a video with captions and a PDF")


def _add(
    creator: Person, page: str, kind: str, fields: dict[str, str], file: tuple[str, bytes, str] | None = None
) -> None:
    creator.get(page)
    creator.follow(kind)
    creator.submit(fields, to_form_with="title", files={"file": file} if file else None)
    creator.see(f"“{fields['title']}” is saved")


def _questions(creator: Person) -> None:
    creator.get("/o/istm/questions/new/", kind="single")
    lines = {f"options-{place}-text": text for place, text in enumerate(material.PARAGRAPHS_ANSWERS)}
    creator.submit({"stem": material.PARAGRAPHS, "options-0-right": "on", **lines}, button="Add to the bank")
    creator.see("The question is in the bank")
    creator.get("/o/istm/questions/new/", kind="true_false")
    creator.submit({"stem": material.TRUE_STATEMENT, "right": "true"}, button="Add to the bank")
    creator.see("The question is in the bank")


def _paper(creator: Person) -> None:
    creator.get("/o/istm/papers/new/")
    creator.submit({"title": material.TITLE, "minutes": "10", "pass_percent": "60"}, to_form_with="pass_percent")
    creator.follow("Add questions")
    ticked = [creator.choice("question", stem) for stem in (material.PARAGRAPHS, material.TRUE_STATEMENT)]
    creator.submit({"question": ticked}, to_form_with="question")
    creator.see("2 questions added")


def _new_paper(creator: Person, page: str) -> str:
    """The new paper, among those a resource may hold."""
    creator.get(page)
    creator.follow("Assessment")
    return creator.choice("paper", material.TITLE)


def the_course_is_released(walk: Walk) -> None:
    """Submitted, shared, reviewed, published; each by the person whose part it is."""
    creator, page = walk.person(CREATOR), walk.found["course page"]
    creator.get(page)
    creator.submit(button="Submit")
    creator.see("A reviewer decides next")
    publisher = walk.person(PUBLISHER)
    publisher.get(f"{page}visibility/")
    publisher.submit({"organisation": "dopt"}, to_form_with="organisation", button="Share")
    publisher.see("Shared with Department of Personnel")
    reviewer = walk.person(CONTENT_REVIEWER)
    _approve(reviewer)
    reviewer.get(page)
    reviewer.see("Reviewed")
    _approve(publisher)
    walk.say("reviewer, then publisher", f"released “{material.TITLE}”, shared with DoPT")


def _approve(decider: Person) -> None:
    decider.get("/approvals/")
    decider.follow(material.TITLE)
    decider.submit({"comment": "Looked through."}, to_form_with="comment", button="Approve")
    decider.see("You approved")


def the_catalogue_shows_it_to_some(walk: Walk) -> None:
    """Those it is shared with find it; to others it is not there."""
    learner = walk.person(LEARNER_WITH_HISTORY)

    def listed() -> str:
        learner.get("/catalogue/", q=material.TITLE)
        return next((address for words, address in learner.page.links if material.TITLE in words), "")

    address, seconds = walk.wait_for("the course in the catalogue", listed)
    walk.found["course address"] = address
    stranger = walk.person("stranger@mof.igot.example")
    stranger.get("/catalogue/", q=material.TITLE)
    if any(material.TITLE in words for words, _address in stranger.page.links):
        raise Stumbled("a learner of another ministry finds a course that is shared with DoPT only")
    stranger.get(address, status=404)
    walk.say("learner of DoPT", f"finds it in the catalogue after {seconds:.1f} s, at {address}")
    walk.say("learner of Finance", "does not find it there; its address answers 404")
