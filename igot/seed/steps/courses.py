"""The twelve courses: made by a creator, reviewed and published by two others."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import transaction

from assessments.bank import services as bank
from assessments.papers import services as papers
from competencies.framework import queries as framework
from courses.authoring import queries, services
from igot.accounts import queries as accounts
from igot.approvals import queries as requests
from igot.approvals import services as approvals
from igot.organisations import queries as organisations
from igot.seed import people
from igot.seed.calendar import DemoCalendar
from igot.seed.content import course_folders, page_text, read, spoken
from igot.seed.steps import MissingPart

if TYPE_CHECKING:
    from assessments.papers.models import PaperVersion
    from courses.authoring.models import Course, Module, Release

PROVIDER = "ISTM"
LETTERS = "abcdefgh"


def seed_courses(*, at: datetime) -> str:
    """Make, review and publish the courses that are missing."""
    there = provided()
    missing = [folder for folder in course_folders() if folder.name not in there]
    for number, folder in enumerate(missing):
        with transaction.atomic():
            Maker(folder, DemoCalendar(at).courses_made + timedelta(days=number)).make()
    return f"{len(missing)} courses"


def provided() -> "dict[str, Course]":
    """The provider's courses by their slug."""
    provider = organisations.by_code(PROVIDER)
    return {course.slug: course for course in queries.courses_of(provider)} if provider is not None else {}


class Maker:
    """Makes one course from its folder, as its creator would by hand."""

    def __init__(self, folder: Path, at: datetime) -> None:
        self.folder = folder
        self.at = at
        self.data: dict[str, Any] = read(f"courses/{folder.name}/course.json")
        provider = organisations.by_code(PROVIDER)
        creator = accounts.by_email(people.CREATOR)
        if provider is None or creator is None:
            raise MissingPart("the courses need the demo's organisations and people")
        self.provider = provider
        self.by: dict[str, Any] = {"actor": creator, "at": at}
        wanted = {tag["id"] for tag in self.data["competencies"]} | {
            question["competency"] for question in self.questions()
        }
        self.competencies = framework.by_codes(wanted)

    def questions(self) -> list[dict[str, Any]]:
        """The questions of the end assessment."""
        found: list[dict[str, Any]] = read(f"courses/{self.folder.name}/questions.json")["questions"]
        return found

    def make(self) -> None:
        """Create, fill, submit, review, publish."""
        data = self.data
        release = services.create_course(
            organisation=self.provider,
            title=data["title"],
            language=data["language"],
            visibility="everyone",
            slug=data["slug"],
            **self.by,
        )
        changes = {name: data[name] for name in ("summary", "outcomes", "keywords", "audience", "licence")}
        hindi = {name: data[f"{name}_hi"] for name in ("title", "summary", "outcomes", "audience")}
        release = services.change_release(
            release=release, changes={**changes, "translations": {"hi": hindi}}, **self.by
        )
        for tag in data["competencies"]:
            competency = self.competencies[tag["id"]]
            services.tag_competency(release=release, competency=competency, level=tag["level"], **self.by)
        for part in data["modules"]:
            module = services.add_module(
                release=release, title=part["title"], translations={"hi": {"title": part["title_hi"]}}, **self.by
            )
            for row in part["resources"]:
                self._add_resource(module, row)
        self._publish(release)

    def _add_resource(self, module: "Module", row: dict[str, Any]) -> None:
        texts: dict[str, Any] = {"title": row["title_hi"]}
        values: dict[str, Any] = {}
        if "page" in row:
            values["body"] = page_text(self.folder / row["page"])
        if "page_hi" in row:
            texts["body"] = page_text(self.folder / row["page_hi"])
        if "file" in row:
            values["asset"] = self._asset(row["kind"], row["file"])
        if row["kind"] == "assessment":
            values["paper"] = self._paper()
        said = {each["language"]: spoken(self.folder / each["file"]) for each in row.get("captions", [])}
        if said:
            values["transcript"], texts["transcript"] = said["en"], said["hi"]
        resource = services.add_resource(
            module=module,
            kind=row["kind"],
            title=row["title"],
            minutes=row["minutes"],
            mandatory=row["mandatory"],
            translations={"hi": texts},
            **values,
            **self.by,
        )
        for captions in row.get("captions", []):
            asset = self._asset("captions", captions["file"])
            services.set_captions(resource=resource, language=captions["language"], asset=asset, **self.by)

    def _asset(self, kind: str, name: str) -> Any:
        path = self.folder / name
        with path.open("rb") as opened:
            return services.store_asset(
                organisation=self.provider, kind=kind, file=File(opened, name=path.name), **self.by
            )

    def _paper(self) -> "PaperVersion":
        settings = self.data["assessment"]
        paper = papers.create_paper(
            organisation=self.provider,
            title=settings["title"],
            minutes=settings["minutes"],
            attempts_allowed=settings["attempts"],
            pass_percent=settings["pass_percent"],
            negative_percent=settings["negative_percent"],
            translations={"hi": {"title": settings["title_hi"]}},
            **self.by,
        )
        items = []
        for row in self.questions():
            question = bank.add_question(
                organisation=self.provider,
                **as_question(row),
                competency=self.competencies[row["competency"]],
                level=row["level"],
                difficulty=row["difficulty"],
                explanation=row["explanation"],
                **self.by,
            )
            items.append((question, row["marks"]))
        papers.set_items(version=paper, items=items, **self.by)
        return paper

    def _publish(self, release: "Release") -> None:
        """Submit it; two other people review and publish it."""
        services.submit_release(release=release, **self.by)
        request = requests.history("courses.release", release.public_id)[0]
        for days, email in enumerate((people.CONTENT_REVIEWER, people.PUBLISHER), start=1):
            decider = accounts.by_email(email)
            assert decider is not None
            approvals.approve(request=request, actor=decider, at=self.at + timedelta(hours=days))


def as_question(row: dict[str, Any]) -> dict[str, Any]:
    """Kind, stem, options, key and translations of a question, as the bank wants them."""
    letters = ["true", "false"] if row["kind"] == "true_false" else LETTERS
    options = [{"id": letters[i], "text": option["text"]} for i, option in enumerate(row["options"])]
    key: dict[str, Any]
    if row["kind"] == "numeric":
        key = {"number": row["answer"]["value"], "tolerance": row["answer"]["tolerance"]}
    elif row["kind"] == "fill":
        key = {"texts": row["answers"]}
    else:
        key = {"options": [letters[i] for i, option in enumerate(row["options"]) if option["correct"]]}
    hindi: dict[str, Any] = {}
    if "stem_hi" in row:
        hindi = {"stem": row["stem_hi"], "explanation": row["explanation_hi"]}
    texts = {letters[i]: option["text_hi"] for i, option in enumerate(row["options"]) if option.get("text_hi")}
    if texts:
        hindi["options"] = texts
    return {
        "kind": row["kind"],
        "stem": row["stem"],
        "options": options,
        "key": key,
        "translations": {"hi": hindi} if hindi else {},
    }
