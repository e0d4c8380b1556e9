"""Only the listed files of npm's folder are served, and all of them are there."""

from django.contrib.staticfiles import finders
from django.test import RequestFactory

from igot.kernel.pages import paginate
from igot.web.libraries import FILES, LibrariesFinder


def test_every_listed_file_is_installed() -> None:
    assert {path for path, _storage in LibrariesFinder().list([])} == set(FILES)


def test_what_is_not_listed_is_not_served() -> None:
    assert finders.find("lib/htmx/htmx.min.js")
    for path in ("lib/htmx/../../package.json", "lib/bootstrap/package.json", "node_modules/axe-core/axe.min.js"):
        assert not finders.find(path)


def test_a_page_number_that_is_none_gives_the_nearest_page() -> None:
    def number(asked: str) -> int:
        return paginate(RequestFactory().get("/", {"page": asked}), list(range(60)), per_page=25).number

    assert [number(asked) for asked in ("2", "0", "99", "many", "")] == [2, 1, 3, 1, 1]
