"""What the learners' past is made of: the courses with their parts, papers and the fixed half of their certificates."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from assessments.grading.scoring import Item, Marking, Score, mark_paper
from assessments.papers.queries import sections_of
from courses.authoring import queries as authoring
from courses.certificates.snapshot import snapshot_of
from courses.learning.rules import reading_seconds
from igot.organisations import queries as organisations
from igot.seed.scale.courses import PROVIDERS
from igot.seed.steps.history import right_answer

if TYPE_CHECKING:
    from assessments.papers.models import PaperVersion
    from courses.authoring.models import Course, Resource


@dataclass(frozen=True)
class Question:
    """A question of a paper, and what to answer for all marks and for none."""

    id: int
    section: int
    item: Item
    options: tuple[str, ...]
    right: Any
    wrong: Any


@dataclass
class Paper:
    """A paper as it is sat; papers answered alike are marked once."""

    id: int
    minutes: int
    sections: dict[int, "PaperSection"]
    questions: list[Question]
    marking: Marking
    _marked: dict[tuple[bool, ...], Score] = field(default_factory=dict)

    def score(self, right: tuple[bool, ...]) -> Score:
        """The marks when these questions were answered rightly."""
        if right not in self._marked:
            responses = [one.right if good else one.wrong for one, good in zip(self.questions, right, strict=True)]
            cut_offs = {key: section.cut_off for key, section in self.sections.items()}
            self._marked[right] = mark_paper([one.item for one in self.questions], responses, self.marking, cut_offs)
        return self._marked[right]


@dataclass(frozen=True)
class PaperSection:
    """A section as the result of an attempt names it."""

    public_id: str
    title: str
    translations: dict[str, Any]
    cut_off: Decimal


@dataclass(frozen=True)
class Part:
    """A resource: a page with the seconds it asks for, or an assessment with its paper."""

    key: str
    kind: str
    title: str
    minutes: int
    needed: int
    paper: Paper | None


@dataclass(frozen=True)
class Taught:
    """A course as it is taken."""

    id: int
    public_id: str
    release: int
    title: str
    tags: tuple[tuple[int, int], ...]
    parts: tuple[Part, ...]
    snapshot: dict[str, Any]

    @property
    def is_examined(self) -> bool:
        """Whether an assessment is among what is mandatory."""
        return any(part.paper is not None for part in self.parts)


def taught(public_ids: list[str], *, at: datetime) -> list[Taught]:
    """The courses with these ids, in their order."""
    wanted = set(public_ids)
    found: dict[str, Course] = {}
    for code in PROVIDERS:
        provider = organisations.by_code(code)
        if provider is not None:
            found |= {str(one.public_id): one for one in authoring.courses_of(provider)
                      if str(one.public_id) in wanted}  # fmt: skip
    papers: dict[int, Paper] = {}
    return [_taught(found[public_id], papers, at) for public_id in public_ids]


def _taught(course: "Course", papers: dict[int, Paper], at: datetime) -> Taught:
    release = course.current
    assert release is not None
    return Taught(
        id=course.pk,
        public_id=str(course.public_id),
        release=release.pk,
        title=release.title,
        tags=tuple(release.tags.order_by("pk").values_list("competency_id", "level")),
        parts=tuple(_part(resource, papers) for resource in authoring.resources_of(release)),
        snapshot=_half_snapshot(course, at),
    )


def _part(resource: "Resource", papers: dict[int, Paper]) -> Part:
    paper = None
    if resource.paper is not None:
        if resource.paper.pk not in papers:
            papers[resource.paper.pk] = _paper(resource.paper)
        paper = papers[resource.paper.pk]
    needed = reading_seconds(len(resource.body.split()), resource.minutes)
    return Part(str(resource.key), resource.kind, resource.title, resource.minutes, needed, paper)


def _paper(version: "PaperVersion") -> Paper:
    sections, questions = {}, []
    for section in sections_of(version):
        sections[section.pk] = PaperSection(
            str(section.public_id), section.title, section.translations, section.cut_off_percent
        )
        for item in section.items.all():
            asked, right = item.question, right_answer(item.question)
            options = tuple(option["id"] for option in asked.options)
            others = [one for one in options if one not in (right if isinstance(right, list) else [])]
            marked = Item(kind=asked.kind, key=asked.key, marks=item.marks, section=section.pk)
            questions.append(Question(asked.pk, section.pk, marked, options, right, others[:1] or None))
    marking = Marking(
        negative_percent=version.negative_percent,
        partial_credit=version.partial_credit,
        by_section=version.pass_by == "section",  # noqa: S105
        pass_percent=version.pass_percent,
    )
    return Paper(version.pk, version.minutes or 10, sections, questions, marking)


def _half_snapshot(course: "Course", at: datetime) -> dict[str, Any]:
    """What the certificates of a course have in common, from the function that writes every certificate."""
    nobody = SimpleNamespace(name="", name_in_hindi="")
    assert course.current is not None
    course.current.course = course
    enrolment = SimpleNamespace(
        release=course.current, learner=nobody, organisation_at=course.organisation, course=course, enrolled_at=at
    )
    decision = SimpleNamespace(decided_at=at, public_id="")
    return snapshot_of(enrolment=cast("Any", enrolment), decision=cast("Any", decision), serial="", at=at)
