"""What rooms above the catalogue show on its pages: how far the reader is with a course, and what to press next.

`courses.learning` registers one function; the catalogue asks it for one page's courses at a time and knows nothing
of enrolments.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from igot.kernel.errors import Text

if TYPE_CHECKING:
    from igot.accounts.models import User


@dataclass(frozen=True)
class Action:
    """A button: `post` for one that changes something (it gets a form), else a link."""

    label: Text
    url: str
    post: bool = False


@dataclass(frozen=True)
class State:
    """How the reader stands to a course: a word with its tone, the share done, what to press, and further links."""

    text: Text = ""
    tone: str = "neutral"
    percent: int | None = None
    action: Action | None = None
    links: tuple[Action, ...] = ()
    parts: str = ""  # where the parts of the course are opened: an address to which a part's key is added


class Entry(Protocol):
    """What is known of a course before it is read: a `Course`, or a line of the catalogue."""

    @property
    def pk(self) -> int: ...
    @property
    def slug(self) -> str: ...
    @property
    def current_id(self) -> int | None: ...


States = Callable[["User", Sequence[Entry]], dict[int, State]]
_ASKED: list[States] = []


def register(states: States) -> States:
    """`states(user, courses) -> {course.pk: State}`, in a constant number of queries."""
    _ASKED.append(states)
    return states


def states_for(user: "User", courses: Sequence[Entry]) -> dict[int, State]:
    """The states of several courses for one reader."""
    found: dict[int, State] = {}
    for ask in _ASKED:
        found.update(ask(user, courses))
    return found


def state_for(user: "User", course: Entry) -> State:
    """The state of one course for one reader."""
    return states_for(user, [course]).get(course.pk, State())
