"""A Hindi text whose English has changed is noticed, in the content and in the catalogues of the interface."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from igot.kernel import messages
from igot.seed import translations


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one title and one page, in both languages, settled."""
    monkeypatch.setattr(translations, "DATA", tmp_path)
    monkeypatch.setattr(translations, "LEDGER", tmp_path / "translated.json")
    (tmp_path / "course.json").write_text(json.dumps({"title": "Leave", "title_hi": "छुट्टी"}))
    (tmp_path / "page.md").write_text("# Leave\nFifteen days.")
    (tmp_path / "page.hi.md").write_text("# छुट्टी\nपंद्रह दिन।")
    assert translations.settle() == []
    return tmp_path


def test_the_content_is_in_step() -> None:
    names = [name for name, _english, _hindi in translations.pairs()]
    assert len(set(names)) == len(names) > 500
    assert translations.stale() == []


def test_an_english_text_that_changed_makes_its_hindi_stale(content: Path) -> None:
    (content / "page.md").write_text("# Leave\nTwenty days.")
    assert translations.stale() == ["page.hi.md"]
    with pytest.raises(CommandError):
        call_command("content_translations", check=True)


def test_it_is_settled_by_a_new_hindi_text_and_not_by_the_old_one(content: Path) -> None:
    (content / "page.md").write_text("# Leave\nTwenty days.")
    assert translations.settle() == ["page.hi.md"] == translations.stale()
    (content / "page.hi.md").write_text("# छुट्टी\nबीस दिन।")
    assert translations.settle() == [] == translations.stale()


def test_a_change_of_spelling_may_leave_the_hindi_as_it_is(content: Path) -> None:
    (content / "page.md").write_text("# Leave\nFifteen days!")
    assert translations.settle(as_it_is=True) == [] == translations.stale()


def test_a_text_of_the_interface_that_changed_is_not_translated_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "courses").mkdir()
    source = tmp_path / "courses" / "views.py"
    source.write_text('title = _("Your courses, %(name)s")')
    assert messages.update("courses", "hi") == 1
    messages.fill("courses", "hi", {"Your courses, %(name)s": "आपके पाठ्यक्रम, %(name)s"})
    assert list(messages.problems("courses", "hi")) == []
    source.write_text('title = _("The courses of %(name)s")')
    said = " ".join(messages.problems("courses", "hi"))
    assert "not translated: 'The courses of %(name)s'" in said
    assert "no longer used: 'Your courses, %(name)s'" in said
    catalogue = messages.catalogue_path("courses", "hi")
    catalogue.write_text(catalogue.read_text().replace('msgid "Your', '#, fuzzy\nmsgid "Your'))
    source.write_text('title = _("Your courses, %(name)s")')
    assert any("fuzzy" in problem for problem in messages.problems("courses", "hi"))


@pytest.mark.parametrize(
    ("hindi", "wrong"),
    [
        (["एक", "%(n)s लोग"], False),
        (["%(n)s व्यक्ति", "%(n)s लोग"], False),
        (["एक", "लोग"], True),
        (["%(m)s", "%(n)s लोग"], True),
    ],
)
def test_a_singular_may_leave_the_number_out_as_its_source_does(
    tmp_path: Path, settings: object, hindi: list[str], wrong: bool
) -> None:
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "courses").mkdir()
    (tmp_path / "courses" / "views.py").write_text('said = ngettext("One person", "%(n)s people", n)')
    messages.update("courses", "hi")
    messages.fill("courses", "hi", {"One person": hindi})
    assert bool(list(messages.problems("courses", "hi"))) is wrong
