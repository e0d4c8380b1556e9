"""A kept fragment is drawn once for what it shows, and shows nobody anything else."""

import pytest
from django.template import Context, Template
from django.utils import translation

DRAWN = Template(
    '{% load i18n %}{% kept "a test" key %}{% translate "Sign out" %} {{ shown }} {{ csrf_token }}{% endkept %}'
)
OWN = Template('{% load i18n %}{% kept "own" key way=mine %}<a href="{{ way }}part/">{{ shown }}</a>{% endkept %}')
FORM = Template('{% kept "a form" key unless sent %}{{ shown }}{% endkept %}')


def draw(template: Template, **values: object) -> str:
    return template.render(Context(values))


def test_the_same_key_is_drawn_once() -> None:
    assert "first" in draw(DRAWN, key="once", shown="first")
    assert "first" in draw(DRAWN, key="once", shown="second")


def test_another_key_and_another_language_are_drawn_anew() -> None:
    assert "one" in draw(DRAWN, key="k1", shown="one")
    assert "two" in draw(DRAWN, key="k2", shown="two")
    with translation.override("hi"):
        assert "Sign out" not in draw(DRAWN, key="k1", shown="one")


def test_each_reader_gets_their_own_token() -> None:
    assert draw(DRAWN, key="t", shown="", csrf_token="mine").endswith("mine")
    assert draw(DRAWN, key="t", shown="", csrf_token="yours").endswith("yours")


def test_a_text_and_a_number_that_look_alike_are_two_keys() -> None:
    assert "number" in draw(DRAWN, key=7, shown="number")
    assert "text" in draw(DRAWN, key="7", shown="text")


def test_what_was_typed_is_never_kept() -> None:
    assert draw(FORM, key="f", shown="typed", sent=True) == "typed"
    assert draw(FORM, key="f", shown="empty", sent=False) == "empty"
    assert draw(FORM, key="f", shown="typed again", sent=True) == "typed again"


def test_a_key_that_could_hide_something_is_refused() -> None:
    with pytest.raises(TypeError, match="texts and numbers"):
        draw(DRAWN, key=object(), shown="")


def test_each_reader_gets_their_own_text_and_it_is_escaped() -> None:
    assert draw(OWN, key="o", shown="one", mine="/learn/1/") == '<a href="/learn/1/part/">one</a>'
    assert draw(OWN, key="o", shown="two", mine="/learn/2/") == '<a href="/learn/2/part/">one</a>'
    assert draw(OWN, key="o", shown="two", mine='"><script>') == '<a href="&quot;&gt;&lt;script&gt;part/">one</a>'
    assert draw(OWN, key="", shown="anew", mine="/learn/3/") == '<a href="/learn/3/part/">anew</a>'


@pytest.mark.parametrize("unknown", [None, "", False])
def test_without_a_key_nothing_is_kept(unknown: object) -> None:
    assert "one" in draw(DRAWN, key=unknown, shown="one")
    assert "two" in draw(DRAWN, key=unknown, shown="two")
