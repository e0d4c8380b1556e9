"""What each of the 14 columns of the sheet of people must look like (the platform's existing user file, headings and
rules kept).
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from igot.imports.kinds import Values
from igot.kernel.clock import INDIA

HEADINGS = (
    "Full Name*",
    "Email*",
    "Mobile Number*",
    "Group*",
    "Designation*",
    "Gender",
    "Category",
    "Date of Birth",
    "Mother Tongue",
    "Employee ID",
    "Office Pin Code",
    "External System ID",
    "External System Name",
    "Tags",
)
# What may be written, by the value that is kept; the first spelling is the one that is offered.
GROUPS = {
    "A": ("Group A", "A"),
    "B": ("Group B", "B"),
    "C": ("Group C", "C"),
    "D": ("Group D", "D"),
    "contract": ("Contractual Staff", "Contract"),
    "other": ("Others", "Other"),
}
GENDERS = {"male": ("Male",), "female": ("Female",), "other": ("Others", "Other")}
CATEGORIES = {name: (name,) for name in ("General", "OBC", "SC", "ST", "EWS")}
# English and the languages of the Eighth Schedule to the Constitution.
TONGUES = {
    name: (name,)
    for name in (
        "Assamese",
        "Bengali",
        "Bodo",
        "Dogri",
        "English",
        "Gujarati",
        "Hindi",
        "Kannada",
        "Kashmiri",
        "Konkani",
        "Maithili",
        "Malayalam",
        "Manipuri",
        "Marathi",
        "Nepali",
        "Odia",
        "Punjabi",
        "Sanskrit",
        "Santali",
        "Sindhi",
        "Tamil",
        "Telugu",
        "Urdu",
    )
}
MOBILE = re.compile(r"(?:\+91|0)?([6-9][0-9]{9})")
IDENTIFIER = re.compile(r"[A-Za-z0-9]{1,30}")
PIN = re.compile(r"[1-9][0-9]{5}")
NAME = re.compile(r"[^\W\d_][^\d_<>@#$%^*+=\[\]{}|\\~?!;:\"]*")
LONGEST_NAME, LONGEST_SYSTEM, MOST_TAGS = 150, 255, 20


def _name(text: str) -> str:
    if len(text) > LONGEST_NAME or not NAME.fullmatch(text):
        raise ValueError(_("Write the name in letters, at most 150 of them."))
    return text


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError(_("“%(value)s” is not an e-mail address.") % {"value": text}) from error
    return text.lower()


def _mobile(text: str) -> str:
    found = MOBILE.fullmatch(re.sub(r"[\s-]", "", text))
    if found is None:
        raise ValueError(_("Give ten digits that begin with 6, 7, 8 or 9."))
    return found[1]


def _one_of(choices: Mapping[str, tuple[str, ...]]) -> Callable[[str], str]:
    kept = {spelling.casefold(): value for value, spellings in choices.items() for spelling in spellings}

    def chosen(text: str) -> str:
        if text.casefold() not in kept:
            offered = ", ".join(spellings[0] for spellings in choices.values())
            raise ValueError(_("“%(value)s” is none of: %(choices)s.") % {"value": text, "choices": offered})
        return kept[text.casefold()]

    return chosen


def _birth(text: str) -> date:
    try:
        day = datetime.strptime(text, "%d-%m-%Y").replace(tzinfo=INDIA).date()
    except ValueError as error:
        raise ValueError(_("Write the date as day-month-year, for example 09-04-1985.")) from error
    if not 1920 <= day.year <= datetime.now(tz=INDIA).year - 14:
        raise ValueError(_("This cannot be the date of birth of somebody in service."))
    return day


def _identifier(text: str) -> str:
    if not IDENTIFIER.fullmatch(text):
        raise ValueError(_("Use letters and digits only, at most 30, without spaces."))
    return text


def _pin(text: str) -> str:
    if not PIN.fullmatch(text):
        raise ValueError(_("Give the six digits of the PIN code."))
    return text


def _system(text: str) -> str:
    if len(text) > LONGEST_SYSTEM:
        raise ValueError(_("Use at most 255 characters."))
    return text


def _tags(text: str) -> list[str]:
    tags = [tag.strip() for tag in re.split(r"[|,]", text) if tag.strip()]
    if len(tags) > MOST_TAGS or any(
        not re.fullmatch(r"(?:[^\W\d_]|[\u0900-\u097F ])+", tag) or len(tag) > 60 for tag in tags
    ):
        raise ValueError(_("Tags are words of letters, separated by | or a comma; at most 20."))
    return tags


COLUMNS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "Full Name*": ("name", _name),
    "Email*": ("email", _email),
    "Mobile Number*": ("mobile", _mobile),
    "Group*": ("group", _one_of(GROUPS)),
    "Designation*": ("designation", str),
    "Gender": ("gender", _one_of(GENDERS)),
    "Category": ("category", _one_of(CATEGORIES)),
    "Date of Birth": ("date_of_birth", _birth),
    "Mother Tongue": ("mother_tongue", _one_of(TONGUES)),
    "Employee ID": ("employee_id", _identifier),
    "Office Pin Code": ("office_pin", _pin),
    "External System ID": ("external_id", _identifier),
    "External System Name": ("external_system", _system),
    "Tags": ("tags", _tags),
}


def parse(values: Values) -> tuple[dict[str, Any], list[str]]:
    """The row's values by field name, and all its errors together, each naming its column. Empty optional cells are
    left out.
    """
    parsed: dict[str, Any] = {}
    errors: list[str] = []
    for heading, (field, rule) in COLUMNS.items():
        text, shown = values.get(heading, ""), heading.rstrip("*")
        if "\n" in text or "\r" in text:
            errors.append(_("%(column)s: the cell holds a line break.") % {"column": shown})
        elif not text:
            if heading.endswith("*"):
                errors.append(_("%(column)s: has to be filled.") % {"column": shown})
        else:
            try:
                parsed[field] = rule(text)
            except ValueError as error:
                errors.append(f"{shown}: {error}")
    return parsed, errors
