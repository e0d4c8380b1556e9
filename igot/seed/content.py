"""The files of the seed, read."""

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def read(name: str) -> Any:
    """A JSON file of the seed by its path under `data/`."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def course_folders() -> list[Path]:
    """The folder of every course, in the order of their slugs."""
    return sorted(path.parent for path in DATA.glob("courses/*/course.json"))


def spoken(path: Path) -> str:
    """What captions say, a paragraph for each: the transcript of the recording."""
    _head, *blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    return "\n\n".join(" ".join(block.strip().split("\n")[2:]) for block in blocks) + "\n"


def page_text(path: Path) -> str:
    """The Markdown of a page without its first heading: the player shows the title of the resource itself."""
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    if not first.startswith("# "):
        raise ValueError(f"{path} does not begin with a heading")
    return rest.strip() + "\n"
