"""What keeps a draft from being put up for review, each with the place where it is mended."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.papers.queries import newest_version, question_count
from courses.authoring.models import Module, Release, Resource
from courses.authoring.queries.courses import outline
from igot.kernel.errors import Text

DETAILS, COMPETENCIES, OUTLINE, RESOURCE = "details", "competencies", "outline", "resource"


@dataclass(frozen=True)
class Problem:
    """One thing to mend: where (`details`, `competencies`, `outline`, or `resource` with its key), which field, and
    what."""

    where: str
    field: str
    text: Text
    key: str = ""


def problems(release: Release, modules: list[Module] | None = None) -> list[Problem]:
    """Everything that stands in the way of review, in the order of the pages; empty when nothing does. `modules` spares
    reading an outline that is at hand."""
    found = [*_details(release)]
    if not release.tags.exists():
        found.append(
            Problem(COMPETENCIES, "competencies", _("Name at least one competency the course builds, and its level."))
        )
    modules = outline(release) if modules is None else modules
    resources = [resource for module in modules for resource in module.resources.all()]
    if not modules:
        found.append(Problem(OUTLINE, "modules", _("Add a module and something to learn from.")))
    elif not any(resource.mandatory for resource in resources):
        found.append(
            Problem(OUTLINE, "modules", _("At least one resource must be mandatory: it is what completes the course."))
        )
    found += [
        Problem(
            OUTLINE,
            "modules",
            _("The module “%(title)s” is empty. Add a resource or remove it.") % {"title": module.title},
        )
        for module in modules
        if not module.resources.all()
    ]
    for resource in resources:
        found += _resource(resource)
    return found


def _details(release: Release) -> list[Problem]:
    wanted = {
        "title": _("Give the course a title."),
        "summary": _("Write a summary: what it is about and for whom."),
        "outcomes": _("List what a learner can do afterwards, one outcome per line."),
        "licence": _("Say under which licence the course is published."),
    }
    return [Problem(DETAILS, name, text) for name, text in wanted.items() if not getattr(release, name)]


def _resource(resource: Resource) -> list[Problem]:
    texts: list[tuple[str, str]] = []
    kind, title = resource.kind, {"title": resource.title}
    if kind == Resource.Kind.PAGE and not resource.body.strip():
        texts.append(("body", _("The page “%(title)s” has no text.") % title))
    if kind in (Resource.Kind.VIDEO, Resource.Kind.AUDIO, Resource.Kind.PDF) and resource.asset_id is None:
        texts.append(("file", _("“%(title)s” has no file. Upload one.") % title))
    if (
        kind == Resource.Kind.VIDEO
        and resource.asset_id
        and not resource.transcript.strip()
        and not resource.captions.all()
    ):
        texts.append(("transcript", _("The video “%(title)s” needs captions or a transcript.") % title))
    if kind == Resource.Kind.LINK and not resource.url:
        texts.append(("url", _("The link “%(title)s” has no address.") % title))
    if kind == Resource.Kind.ASSESSMENT:
        if resource.paper is None:
            texts.append(("paper", _("Choose or make the paper of the assessment “%(title)s”.") % title))
        elif not question_count(resource.paper):
            texts.append(("paper", _("The paper of the assessment “%(title)s” has no questions.") % title))
        elif newest_version(resource.paper.paper) != resource.paper:
            texts.append(
                ("paper", _("The paper of the assessment “%(title)s” has a newer version. Choose it.") % title)
            )
    return [Problem(RESOURCE, field, text, str(resource.key)) for field, text in texts]
