"""What happens to sheets that come in and files that go out."""

from dataclasses import dataclass

from igot.journal.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SheetUploaded(Fact, kind="imports.SheetUploaded"):
    """A sheet was uploaded; it will be checked."""

    job: str
    import_kind: str


@dataclass(frozen=True, kw_only=True)
class SheetChecked(Fact, kind="imports.SheetChecked"):
    """Every row was judged; nothing is changed yet."""

    job: str
    rows: int
    wrong: int


@dataclass(frozen=True, kw_only=True)
class SheetApplied(Fact, kind="imports.SheetApplied"):
    """The rows that were ready have been applied."""

    job: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class SheetUndone(Fact, kind="imports.SheetUndone"):
    """What applying did has been undone."""

    job: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class ExportAsked(Fact, kind="imports.ExportAsked"):
    """Somebody asked for a file."""

    export: str
    export_kind: str


@dataclass(frozen=True, kw_only=True)
class ExportReady(Fact, kind="imports.ExportReady"):
    """The file is made."""

    export: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class ExportDownloaded(Fact, kind="imports.ExportDownloaded"):
    """Somebody downloaded the file."""

    export: str
