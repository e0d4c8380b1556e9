"""Browser libraries from `static/node_modules`, by an allow-list: nothing else of npm's folder is ever served."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FOLDER = Path(settings.BASE_DIR) / "static" / "node_modules"
NOTO = "noto-sans/files/noto-sans"
DEVANAGARI = "noto-sans-devanagari/files/noto-sans-devanagari"
# Path under /static/ -> path under node_modules. Source maps are listed because the files name them.
FILES = {
    "lib/bootstrap/css/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "lib/bootstrap/css/bootstrap.min.css.map": "bootstrap/dist/css/bootstrap.min.css.map",
    "lib/bootstrap/css/bootstrap.rtl.min.css": "bootstrap/dist/css/bootstrap.rtl.min.css",
    "lib/bootstrap/css/bootstrap.rtl.min.css.map": "bootstrap/dist/css/bootstrap.rtl.min.css.map",
    "lib/htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "lib/chart/chart.umd.min.js": "chart.js/dist/chart.umd.min.js",
    "lib/chart/chart.umd.min.js.map": "chart.js/dist/chart.umd.min.js.map",
    "lib/hls/hls.light.min.js": "hls.js/dist/hls.light.min.js",
    "lib/hls/hls.light.min.js.map": "hls.js/dist/hls.light.min.js.map",
    **{
        f"lib/noto-sans/noto-sans-{part}-wght-normal.woff2": f"@fontsource-variable/{NOTO}-{part}-wght-normal.woff2"
        for part in ("latin", "latin-ext")
    },
    "lib/noto-sans-devanagari/noto-sans-devanagari-devanagari-wght-normal.woff2": (
        f"@fontsource-variable/{DEVANAGARI}-devanagari-wght-normal.woff2"
    ),
}


class LibraryStorage(FileSystemStorage):
    """Reads npm's folder under the names the pages use."""

    prefix = ""

    def path(self, name: str) -> str:
        return str(FOLDER / FILES[name.replace("\\", "/")])


class LibrariesFinder(BaseFinder):
    """Finds the listed files; says which are missing rather than leaving a page without its looks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = LibraryStorage(location=str(FOLDER))

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = str(FOLDER / FILES[path]) if path in FILES and (FOLDER / FILES[path]).is_file() else None
        if find_all:
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, LibraryStorage]]:
        missing = [source for source in FILES.values() if not (FOLDER / source).is_file()]
        if missing:
            raise FileNotFoundError(f"Browser libraries are not installed (npm ci in static/): {', '.join(missing)}")
        for path in FILES:
            yield path, self.storage
