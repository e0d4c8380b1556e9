"""A full catalogue: many thin courses, published, tagged with competencies and listed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from competencies.framework import queries as framework
from courses.catalogue import services as catalogue
from igot.accounts import queries as accounts
from igot.kernel.html import from_markdown
from igot.organisations import queries as organisations
from igot.seed import people
from igot.seed.content import read
from igot.seed.scale.chance import Chance
from igot.seed.scale.tables import Copy, array, execute, select, take_ids
from igot.seed.steps import MissingPart

if TYPE_CHECKING:
    from competencies.framework.models import Competency

PROVIDERS = ("ISTM", "LBSNAA", "NACIN", "GSV")
MINUTES = (5, 8, 10)
LEVELS = (1, 1, 2)
EXAMINED_LEVELS = (1, 2, 3)


@dataclass
class Texts:
    """What the thin courses are put together from."""

    data: dict[str, Any] = field(default_factory=lambda: read("scale.json"))

    def named(self, number: int) -> tuple[dict[str, str], dict[str, str]]:
        """Topic and aspect of a course: neighbours differ in topic."""
        topics, aspects = self.data["topics"], self.data["aspects"]
        return topics[number % len(topics)], aspects[number // len(topics) % len(aspects)]

    def page(self, topic: str, part: int) -> str:
        """A short text; the two pages of a course share half of their paragraphs."""
        lines: list[str] = self.data["text"]
        return "\n\n".join(line.format(topic=topic) for line in lines[2 * part : 2 * part + 4])


def make_courses(*, count: int, seed: int, at: datetime) -> list[str]:
    """Make the courses, publish and list them; returns their public ids. Each has two pages, every second one an
    assessment at one of the demo's papers.
    """
    creator = accounts.by_email(people.CREATOR)
    providers = [found for code in PROVIDERS if (found := organisations.by_code(code)) is not None]
    papers = [pk for (pk,) in select("SELECT id FROM assessments_paperversion WHERE state = 'published' ORDER BY id")]
    competencies = list(framework.approved())
    if creator is None or not papers or not competencies or len(providers) < len(PROVIDERS):
        raise MissingPart("the courses need the demo's providers, papers and competencies")
    maker = _Maker(creator.pk, [provider.pk for provider in providers], papers, competencies, at)
    ids = maker.make(count, seed)
    for public_id in ids:
        catalogue.list_course(course_id=public_id)
    return ids


class _Maker:
    def __init__(
        self, creator: int, providers: list[int], papers: list[int], competencies: "list[Competency]", at: datetime
    ) -> None:
        self.creator, self.providers, self.papers, self.competencies, self.at = (
            creator,
            providers,
            papers,
            competencies,
            at,
        )
        self.texts = Texts()
        stamps = ("created_by_id", "created_at")
        self.courses = Copy(
            "courses_course", ("id", "public_id", "organisation_id", "slug", "visibility", "is_archived", *stamps)
        )
        self.releases = Copy(
            "courses_release",
            ("id", "public_id", "course_id", "number", "state", "title", "summary", "outcomes", "language", "keywords",
             "audience", "licence", "minutes", "translations", *stamps, "changed_at", "published_at"),
        )  # fmt: skip
        self.tags = Copy("courses_releasecompetency", ("release_id", "competency_id", "level"))
        self.modules = Copy("courses_module", ("id", "release_id", "key", "place", "title", "translations"))
        self.resources = Copy(
            "courses_resource",
            ("module_id", "key", "place", "kind", "title", "minutes", "mandatory", "body", "body_html", "transcript",
             "url", "rule", "paper_id", "translations"),
        )  # fmt: skip

    def make(self, count: int, seed: int) -> list[str]:
        course, release = take_ids("courses_course", count), take_ids("courses_release", count)
        module = take_ids("courses_module", 2 * count)
        ids = [self._course(number, course, release, module, Chance(seed, f"course:{number}"))
               for number in range(count)]  # fmt: skip
        for table in (self.courses, self.releases, self.tags, self.modules, self.resources):
            table.send()
        # A draft until everything stands in it: what is published refuses further parts.
        last = release + count - 1
        execute("UPDATE courses_release SET state = 'published' WHERE id BETWEEN %s AND %s", release, last)
        execute(
            "UPDATE courses_course c SET current_id = r.id FROM courses_release r "
            "WHERE r.course_id = c.id AND r.id BETWEEN %s AND %s",
            release,
            last,
        )
        return ids

    def _course(self, number: int, course: int, release: int, module: int, chance: Chance) -> str:
        topic, aspect = self.texts.named(number)
        title, title_hi = f"{topic['name']}: {aspect['name']}", f"{topic['name_in_hindi']}: {aspect['name_in_hindi']}"
        examined = number % 2 == 0
        minutes = [chance.one(MINUTES), chance.one(MINUTES)]
        made = self.at + timedelta(minutes=number)
        public_id = chance.uuid()
        self.courses.add(
            course + number, public_id, self.providers[number % len(self.providers)], f"course-{number + 1:04d}",
            "everyone", False, self.creator, made,
        )  # fmt: skip
        self.releases.add(
            release + number, chance.uuid(), course + number, 1, "draft", title,
            f"What officers have to know about {topic['name'].lower()}, with cases from daily work.",
            array([f"Say what the rules on {topic['name'].lower()} ask", "Handle an ordinary case without help"]),
            "en", array([topic["name"], aspect["name"], topic["name_in_hindi"]]), "Everybody who handles such cases",
            "CC-BY-4.0", sum(minutes) + 10 * examined, {"hi": {"title": title_hi}}, self.creator, made, made,
            made + timedelta(hours=2),
        )  # fmt: skip
        for step in range(1 + (number % 3 == 0)):
            competency = self.competencies[(number * 3 + step * 11) % len(self.competencies)]
            level = chance.one(EXAMINED_LEVELS if examined else LEVELS)
            self.tags.add(release + number, competency.pk, level)
        first = module + 2 * number
        self.modules.add(first, release + number, chance.uuid(), 1, topic["name"],
                         {"hi": {"title": topic["name_in_hindi"]}})  # fmt: skip
        for part, heading in enumerate((topic, aspect)):
            body = self.texts.page(topic["name"].lower(), part)
            self.resources.add(
                first, chance.uuid(), part + 1, "page", heading["name"], minutes[part], True, body,
                from_markdown(body), "", "", {}, None, {"hi": {"title": heading["name_in_hindi"]}},
            )  # fmt: skip
        if examined:
            self.modules.add(first + 1, release + number, chance.uuid(), 2, "End assessment",
                             {"hi": {"title": "अंतिम मूल्यांकन"}})  # fmt: skip
            paper = self.papers[number // 2 % len(self.papers)]
            self.resources.add(
                first + 1, chance.uuid(), 1, "assessment", f"{title}: end assessment", 10, True, "", "", "", "", {},
                paper, {"hi": {"title": f"{title_hi}: अंतिम मूल्यांकन"}},
            )  # fmt: skip
        return public_id
