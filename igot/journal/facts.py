"""What a fact is, and who wants to hear of it."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar

F = TypeVar("F", bound="Fact")


class Owner(Protocol):
    """An organisation, as far as the journal needs to know it."""

    pk: Any
    path: str


class Person(Protocol):
    """A person, as far as the journal needs to know them."""

    pk: Any


class Subject(Protocol):
    """A row with an address."""

    public_id: Any
    _meta: ClassVar[Any]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that has happened: past tense, ids and plain values, no personal data.

    Never rename one; a new field has a default. `class CourseCompleted(Fact, kind="courses.CourseCompleted")`.
    """

    kind: ClassVar[str] = ""
    kinds: ClassVar[dict[str, type["Fact"]]] = {}

    def __init_subclass__(cls, *, kind: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if kind in Fact.kinds:
            raise ValueError(f"two facts are called {kind}")
        cls.kind = kind
        Fact.kinds[kind] = cls

    def payload(self) -> dict[str, Any]:
        """The fact's own values, ready for JSON."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A fact to publish, with the organisation it concerns, who acted, and what it is about."""

    fact: Fact
    organisation: Owner | None
    actor: Person | None
    subject: Subject | None = None


@dataclass(frozen=True, kw_only=True)
class Happened(Generic[F]):
    """A recorded fact, as a handler gets it."""

    id: int
    fact: F
    organisation_id: int | None
    actor_id: int | None
    occurred_at: datetime


@dataclass(frozen=True)
class Handler:
    """A function that is owed every fact of a kind; one that takes them `together` gets what is due of them in one
    call.
    """

    name: str
    queue: str
    call: Callable[[Sequence[Happened[Any]]], None]
    together: bool = False


HANDLERS: dict[str, Handler] = {}
OWED: dict[str, list[Handler]] = {}


def handles(
    fact: type[F], *, queue: str = "facts"
) -> Callable[[Callable[[Happened[F]], None]], Callable[[Happened[F]], None]]:
    """Register a handler. Its name is its dotted path: moving it orphans what is owed, so leave it where it is."""

    def register(call: Callable[[Happened[F]], None]) -> Callable[[Happened[F]], None]:
        def each(several: Sequence[Happened[F]]) -> None:
            for happened in several:
                call(happened)

        _keep(fact, Handler(f"{call.__module__}.{call.__qualname__}", queue, each))
        return call

    return register


def handles_together(
    fact: type[F], *, queue: str = "facts"
) -> Callable[[Callable[[Sequence[Happened[F]]], None]], Callable[[Sequence[Happened[F]]], None]]:
    """Register a handler that takes several facts of its kind at once, in the order in which they happened: for what
    costs the same for one and for many. They succeed or fail together; those that failed come again one by one.
    """

    def register(call: Callable[[Sequence[Happened[F]]], None]) -> Callable[[Sequence[Happened[F]]], None]:
        _keep(fact, Handler(f"{call.__module__}.{call.__qualname__}", queue, call, together=True))
        return call

    return register


def _keep(fact: type[Fact], handler: Handler) -> None:
    HANDLERS[handler.name] = handler
    OWED.setdefault(fact.kind, []).append(handler)
