"""What people are told, in Hindi: every mail, every refusal, dates and numbers."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import timezone, translation
from rest_framework import exceptions, serializers

from igot.accounts.models import User
from igot.notifications.kinds import KINDS
from igot.notifications.mail import message_for
from igot.notifications.models import Notice

LATIN = re.compile(r"[A-Za-z]{2,}")
# Names and what a computer reads.
LEFT = re.compile(r"igot|\S*(?:://|@|\.example)\S*|PDF|CSV|XLSX|YYYY-MM-DD|JSON|Accept|UUID|IPv4|IPv6")
# Names of types and forms of dates, in what a program is told.
FORMS = re.compile(r"\b(?:str|list|int|NoneType)\b|YYYY\S*")


@pytest.fixture(autouse=True)
def in_hindi() -> Iterator[None]:
    with translation.override("hi"):
        yield


def english(text: str) -> list[str]:
    """The words of the text that stayed English."""
    return LATIN.findall(LEFT.sub(" ", re.sub(r"<[^>]*>|&\w+;", " ", text)))


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_notice_is_mailed_in_hindi(name: str) -> None:
    kind = KINDS[name]
    values: dict[str, Any] = dict.fromkeys(re.findall(r"%\((\w+)\)s", f"{kind.title} {kind.body}"), "क")
    person = User(name="Asha", name_in_hindi="आशा", email="asha@dopt.igot.example", language="hi")
    message = message_for(Notice(kind=name, person=person, values=values, link="/x/"))
    said = "\n".join([message.subject, str(message.body), str(message.alternatives[0][0])])
    assert english(said) == [], said


@pytest.mark.parametrize("path", sorted(Path("templates/account/email").glob("[!b]*.txt")), ids=lambda path: path.stem)
def test_a_mail_about_signing_in_is_in_hindi(path: Path) -> None:
    words = ("password_reset_url", "activate_url", "signup_url", "code", "ip", "user_agent", "timestamp", "name")
    more = dict.fromkeys((*words, "from_email", "to_email", "deleted_email", "email", "user", "current_site"), "क")
    text = render_to_string(f"account/email/{path.name}", more)
    assert re.search(r"[\u0900-\u097f]", text)
    assert english(text) == []


class Everything(forms.Form):
    """A form on which everything can be wrong."""

    whole = forms.IntegerField(max_value=9)
    exact = forms.DecimalField(max_digits=3, decimal_places=1)
    day = forms.DateField()
    moment = forms.DateTimeField()
    mail = forms.EmailField()
    link = forms.URLField()
    one = forms.ChoiceField(choices=[("क", "क")])
    many = forms.MultipleChoiceField(choices=[("क", "क")])
    key = forms.UUIDField()
    short = forms.CharField(max_length=2)
    long = forms.CharField(min_length=9)
    data = forms.JSONField()
    slug = forms.SlugField()
    file = forms.FileField()


@pytest.mark.parametrize(
    "values", [{}, dict.fromkeys(Everything.base_fields, "क ख ग"), {"whole": "99", "exact": "12.345"}]
)
def test_a_form_says_in_hindi_what_is_wrong(values: dict[str, str]) -> None:
    form = Everything(values)
    form.data = {**values, "many": ["ख"]} if values else {}  # type: ignore[assignment]
    said = [text for texts in form.errors.values() for text in texts]
    assert len(said) >= 12
    assert [text for text in said if english(text)] == []


def test_what_is_missing_or_no_mail_address_is_said_in_the_words_officials_use() -> None:
    missing = Everything({}).errors
    assert set(missing["mail"]) == {"यह जानकारी आवश्यक है।"}
    wrong = Everything({"mail": "क", "one": "ख"}).errors
    assert wrong["mail"] == ["सही ई-मेल पता भरें।"]
    assert wrong["one"] == ["दिए गए विकल्पों में से चुनें। “ख” उनमें नहीं है।"]


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (validators.validate_ipv46_address, "क"),
        (validators.DomainNameValidator(), "क ख"),
        (validators.FileExtensionValidator(["ख"]), type("File", (), {"name": "a.क"})()),
        (validators.ProhibitNullCharactersValidator(), "\x00"),
        (validators.StepValueValidator(5), 3),
        (validators.MinLengthValidator(3), "क"),
    ],
)
def test_a_check_refuses_in_hindi(check: Any, value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        check(value)
    assert english(" ".join(refused.value.messages)) == []


class Asked(serializers.Serializer[Any]):
    """What a program may send wrongly."""

    whole = serializers.IntegerField(max_value=9)
    day = serializers.DateField()
    moment = serializers.DateTimeField()
    yes = serializers.BooleanField()
    one = serializers.ChoiceField(choices=["क"])
    key = serializers.UUIDField()
    text = serializers.CharField(max_length=2)
    some = serializers.ListField(allow_empty=False)
    more = serializers.DictField()


@pytest.mark.parametrize("value", ["क ख ग", None, "", [], 7])
def test_the_api_refuses_in_hindi(value: Any) -> None:
    asked = Asked(data=dict.fromkeys(Asked().fields, value))
    assert not asked.is_valid()
    said = [str(text) for texts in asked.errors.values() for text in texts]
    assert [text for text in said if english(FORMS.sub("", text))] == []


@pytest.mark.parametrize(
    "error", [exceptions.NotAuthenticated, exceptions.AuthenticationFailed, exceptions.ParseError, exceptions.Throttled]
)
def test_the_api_turns_away_in_hindi(error: type[exceptions.APIException]) -> None:
    assert english(str(error().detail)) == []


def test_numbers_days_and_financial_years_are_written_as_in_india() -> None:
    page = Template(
        "{% load igot %}{{ count }} {{ share }} {{ day }} {{ at }} {{ day|date:'M' }} {{ day|financial_year }}"
    )
    at = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)
    said = page.render(
        Context({"count": 12345678, "share": 1234567.5, "day": date(2027, 2, 1), "at": timezone.localtime(at)})
    )
    assert said == "1,23,45,678 12,34,567.5 1 फरवरी 2027 21 नवंबर 2026, अपराह्न 2:35 फर 2026-27"
