"""What can be brought in and taken out as a sheet: the apps register their kinds."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from igot.kernel.errors import Refused
from igot.notifications import kinds as notices
from igot.notifications.kinds import NoticeKind

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

Text = str | Promise
Values = dict[str, str]
RESULT_HEADINGS = ("Status", "Error Details")


@dataclass(frozen=True)
class Checked:
    """The verdict on one row: all its errors together, and what applying it would do (`new`, `changed`, `same`)."""

    errors: list[str] = field(default_factory=list)
    change: str = ""


class Check:
    """Judges the rows of one sheet in order, batch by batch; may remember what it met (duplicates within the sheet)."""

    def __init__(self, organisation: "Organisation") -> None:
        self.organisation = organisation

    def rows(self, batch: Sequence[Values]) -> list[Checked]:
        """One verdict per row."""
        raise NotImplementedError


@dataclass(frozen=True)
class ImportKind:
    """A kind of sheet. Headings ending in `*` have to be filled; `optional` ones may be missing altogether.

    `apply` does what one row says and returns what `undo` needs (JSON); both may raise Refused, which marks the row.
    `undo` returns
    False where the thing was changed since and is better left alone.
    `adds`, `changes` and `undoes` say on the page what a new row, a changed one and undoing the sheet do.
    `apply_many`, where there is one, does what several rows say at once and answers for each with what `apply` would
    return or raise; it may raise IntegrityError where the world moved meanwhile, and the rows are then taken singly.
    """

    name: str
    label: Text
    headings: Sequence[str]
    roles: Sequence[str]
    check: type[Check]
    apply: Callable[[Values, "Organisation", "User", datetime], dict[str, Any]]
    undo: Callable[[dict[str, Any], "User", datetime], bool]
    adds: Text
    changes: Text
    undoes: Text
    help: Text = ""
    most_rows: int = 10_000
    optional: Sequence[str] = ()
    apply_many: (
        Callable[[Sequence[Values], "Organisation", "User", datetime], list[dict[str, Any] | Refused]] | None
    ) = None
    # By how many headings a row is known on the page.
    known_by: int = 2
    # Where to go once it is applied: what the link says, and where it leads.
    next_step: "Callable[[Organisation], tuple[Text, str]] | None" = None


@dataclass(frozen=True)
class ExportKind:
    """A kind of file made for somebody: `rows` yields one row after the other, in the order of the headings.

    One that `needs` parameters is asked for on the page that knows them, not from the list of files.
    """

    name: str
    label: Text
    file_name: str
    headings: Sequence[Text]
    rows: "Callable[[Organisation, dict[str, Any]], Iterator[Iterable[Any]]]"
    roles: Sequence[str]
    needs: Sequence[str] = ()


IMPORTS: dict[str, ImportKind] = {}
EXPORTS: dict[str, ExportKind] = {}


def register(kind: ImportKind) -> ImportKind:
    """Make a kind of import known."""
    if kind.name in IMPORTS:
        raise ValueError(f"two kinds of imports are called {kind.name}")
    IMPORTS[kind.name] = kind
    return kind


def register_export(kind: ExportKind) -> ExportKind:
    """Make a kind of export known."""
    if kind.name in EXPORTS:
        raise ValueError(f"two kinds of exports are called {kind.name}")
    EXPORTS[kind.name] = kind
    return kind


notices.register(
    NoticeKind(
        name="imports.checked",
        cls="transactional",
        label=_("A sheet I uploaded has been checked"),
        title=_("%(file)s has been checked"),
        body=_("%(ready)s rows can be applied, %(wrong)s have errors. Nothing has been changed yet."),
        mail_by_default=False,
    )
)
notices.register(
    NoticeKind(
        name="imports.applied",
        cls="transactional",
        label=_("A sheet I uploaded has been applied"),
        title=_("%(file)s has been applied"),
        body=_("%(done)s rows were applied. You can undo this for 24 hours."),
        mail_by_default=False,
    )
)
notices.register(
    NoticeKind(
        name="imports.export_ready",
        cls="transactional",
        label=_("A file I asked for is ready"),
        title=_("Ready to download: %(file)s"),
        body=_("The file is kept until %(until)s."),
        mail_by_default=False,
    )
)
