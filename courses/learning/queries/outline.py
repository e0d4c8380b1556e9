"""The release as its learner sees it: modules, resources, their states, and the way from one to the next."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Prefetch

from courses.authoring.models import Captions, Module, Resource
from courses.learning.models import Enrolment, ResourceProgress
from courses.learning.queries.enrolments import progress_of
from igot.kernel.errors import NotFound


@dataclass(frozen=True)
class OutlineItem:
    """A resource and what the learner has done of it: `state` is todo, begun or done."""

    resource: Resource
    progress: ResourceProgress | None

    @property
    def state(self) -> str:
        """Where the learner is with it."""
        if self.progress is None:
            return "todo"
        return "done" if self.progress.completed_at else "begun"


@dataclass(frozen=True)
class OutlineModule:
    """A module with its items."""

    module: Module
    items: list[OutlineItem] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """Where in the outline a resource stands."""

    item: OutlineItem
    number: int
    total: int
    before: Resource | None
    after: Resource | None


def outline_for(enrolment: Enrolment) -> list[OutlineModule]:
    """The pinned release's modules and resources in order, with the learner's states. Four queries at any size."""
    done = progress_of(enrolment)
    captions = Prefetch("captions", Captions.objects.select_related("asset").order_by("language"))
    resources = Resource.objects.select_related("asset", "paper").prefetch_related(captions).order_by("place", "pk")
    modules = Module.objects.filter(release=enrolment.release_id).order_by("place", "pk")
    return [
        OutlineModule(module, [OutlineItem(resource, done.get(resource.key)) for resource in module.resources.all()])
        for module in modules.prefetch_related(Prefetch("resources", resources))
    ]


def place_of(outline: list[OutlineModule], key: UUID) -> Place:
    """Where the resource stands in the outline. Raises NotFound when it is not of this release."""
    items = [item for module in outline for item in module.items]
    for number, item in enumerate(items):
        if item.resource.key == key:
            before = items[number - 1].resource if number else None
            after = items[number + 1].resource if number + 1 < len(items) else None
            return Place(item, number + 1, len(items), before, after)
    raise NotFound


def resource_by_key(enrolment: Enrolment, key: UUID) -> Resource:
    """The resource of the enrolment's release. Raises NotFound."""
    found = (
        Resource.objects.select_related("asset", "paper").filter(module__release=enrolment.release_id, key=key).first()
    )
    if found is None:
        raise NotFound
    return found
