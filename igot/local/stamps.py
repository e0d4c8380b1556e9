"""Remember what was done for which inputs, so that the second start skips it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path], *extra: str) -> str:
    """A hash of the files' names and contents and of some words besides; a missing file counts as such."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path).encode())
        total.update(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"-")
    for word in extra:
        total.update(b"\0" + word.encode())
    return total.hexdigest()


class Stamps:
    """One small file per piece of work, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def is_fresh(self, name: str, value: str) -> bool:
        """Whether the work was done for exactly these inputs."""
        try:
            return (self.folder / name).read_text() == value
        except OSError:
            return False

    def forget(self, name: str) -> None:
        """The work has to be done again."""
        (self.folder / name).unlink(missing_ok=True)

    def set(self, name: str, value: str) -> None:
        """Remember that it was; call it after the work, never before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(value)
