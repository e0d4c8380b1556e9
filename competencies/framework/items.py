"""The dictionaries: rooms register what a kind of item is, and what elsewhere rests on an item.

The engine (drafts, review, approval, versions, retiring, merging) is one for all kinds; a kind says only how its
content looks, what is wrong with it, and how an approved wording is written into the item.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from competencies.framework.models import Revision
    from igot.organisations.models import Organisation

Text = str | Promise
Content = dict[str, Any]
Problems = dict[str, list[str]]
"""Field of the content (or of its form) to what is wrong there, in plain words."""

MEANING = _("What it means")


@dataclass(frozen=True)
class Facet:
    """A filter of a list: `path` leads from an item to the value; `texts` gives the values that stand in addresses
    their words.
    """

    name: str
    label: Text
    path: str
    texts: Callable[[Sequence[Any]], Mapping[Any, str]]


@dataclass(frozen=True)
class ItemKind:
    """One dictionary. An item is one row for life with `public_id`, `code`, `version`, `status`, `organisation` (null:
    nobody's in particular) and `replaced_by`.

    `name` is a `Revision.Kind`; `slug` stands in addresses; `title_field` is the model's field that names an item.
    `blank(organisation)` is the content of a new item, `snapshot(item)` that of an item as it is in force.
    `check(content, organisation, item)` says what is wrong (item: None for a new one); never raises, writes nothing.
    `apply(revision, at)` creates or updates the item from `revision.content`, with `public_id=revision.item_id`,
    `version=revision.version`, status approved, inside the transaction of the last approval; returns the item.
    `describe(content)` are the labelled lines that pages and diffs show: `[(label, [line, ...])]`, same labels in the
    same order for every content.
    `form` is a subclass of `competencies.framework.forms.ItemForm`.
    `page(item)` is where anybody signed in reads it.
    `search(text)` are the items that fit the words, each once, in force or retired, in the order of a list.
    `facets` are filters of the list besides its owner and its state.
    """

    name: str
    slug: str
    label: Text
    plural: Text
    title_field: str
    items: Callable[[], QuerySet[Any]]
    search: Callable[[str], QuerySet[Any]]
    blank: Callable[["Organisation"], Content]
    snapshot: Callable[[Any], Content]
    check: Callable[[Content, "Organisation", Any], Problems]
    apply: Callable[["Revision", datetime], Any]
    describe: Callable[[Content], Sequence[tuple[Text, Sequence[str]]]]
    form: type[Any]
    page: Callable[[Any], str]
    facets: Sequence[Facet] = ()
    # What a list says beside the name, under which heading.
    gist_label: Text = MEANING
    gist: Callable[[Any], str] = lambda item: str(item.in_language("definition"))
    # What the pages say about the item besides its content: further labelled lines.
    facts: Callable[[Any], Sequence[tuple[Text, Sequence[str]]]] = field(default=lambda item: ())

    def title(self, content: Mapping[str, Any]) -> str:
        """The name a content gives its item."""
        return str(content.get(self.title_field) or content.get("code") or "")[:200]


@dataclass(frozen=True)
class Use:
    """Something that rests on items of a kind: requirements, evidence, tags of courses.

    `count(item)` says how much; `people(item)` how many people that touches (None: not people's matter).
    `repoint(item, into, at)` moves it to the item that takes its place, and returns how much was moved; without it the
    thing stays with the old item, and is read through `replaced_by` (`note` says so to the person who decides).
    A retirement in favour of another item moves things as a merge does, where both are measured on one scale.
    `binds_scale`: while there is any, a competency keeps its scale.
    """

    name: str
    kind: str
    label: Text
    count: Callable[[Any], int]
    people: Callable[[Any], int] | None = None
    repoint: Callable[[Any, Any, datetime], int] | None = None
    note: Text = ""
    binds_scale: bool = False
    # It is no thing of its own, but counted from others, and counted anew when they change.
    recounted: bool = False


KINDS: dict[str, ItemKind] = {}
USES: dict[str, Use] = {}


def register(kind: ItemKind) -> ItemKind:
    """Make a dictionary known; two of one name are a mistake."""
    if kind.name in KINDS:
        raise ValueError(f"two dictionaries are called {kind.name}")
    KINDS[kind.name] = kind
    return kind


def register_use(use: Use) -> Use:
    """Make something known that rests on items."""
    if use.name in USES:
        raise ValueError(f"two uses are called {use.name}")
    USES[use.name] = use
    return use


def uses_of(kind: str) -> list[Use]:
    """What may rest on items of a kind."""
    return [use for use in USES.values() if use.kind == kind]
