"""Which part of a plan's people a reader looks at."""

from typing import TYPE_CHECKING

from igot.kernel.errors import NotFound
from igot.organisations.access import is_within
from igot.organisations.queries import by_slug

if TYPE_CHECKING:
    from igot.organisations.models import Organisation


def part_to_see(organisation: "Organisation", slug: str) -> "Organisation":
    """The organisation named in the query, within the one the page stands under; that one itself where none is named.

    Raises NotFound for anything beyond.
    """
    if not slug or slug == organisation.slug:
        return organisation
    found = by_slug(slug)
    if not is_within(found, organisation):
        raise NotFound
    return found
