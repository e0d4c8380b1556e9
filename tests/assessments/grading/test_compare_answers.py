from decimal import Decimal

import pytest

from assessments.grading.comparison import as_number, same_number, same_text


@pytest.mark.parametrize(
    "written",
    ["noting", "NOTING", "  noting  ", "noting\u200b"],
)
def test_case_and_spaces_around_do_not_matter(written: str) -> None:
    assert same_text(written, ["Noting"])


def test_inner_spaces_are_collapsed() -> None:
    assert same_text("House  of\tthe\u00a0People", ["House of the People"])


def test_devanagari_is_the_same_however_it_is_encoded() -> None:
    assert same_text("\u0958लम", ["\u0915\u093cलम"])
    assert same_text("  टिप्पण\u200dी ", ["टिप्पणी"])
    assert not same_text("टिप्पण", ["टिप्पणी"])


def test_a_digit_is_the_same_in_both_scripts() -> None:
    assert same_text("धारा ८", ["धारा 8"])


def test_nothing_written_is_never_right() -> None:
    assert not same_text("   ", [" ", ""])


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("150000", "150000"),
        ("1,50,000", "150000"),
        ("150,000", "150000"),
        ("१,५०,०००", "150000"),
        (" 1,00,00,000.50 ", "10000000.5"),
        ("-2.5", "-2.5"),
        ("\u22122.5", "-2.5"),
        (".5", "0.5"),
        ("3.0", "3"),
    ],
)
def test_numbers_are_understood_as_people_write_them(written: str, number: str) -> None:
    assert as_number(written) == Decimal(number)


@pytest.mark.parametrize(
    "written", ["", "many", "1,5,000", "15,00", "1e9", "nan", "Infinity", "1.2.3", "--1", "9" * 50, "1,"]
)
def test_what_is_not_a_number_is_none(written: str) -> None:
    assert as_number(written) is None


def test_the_ends_of_the_tolerance_are_included() -> None:
    assert same_number("9.5", Decimal(10), Decimal("0.5"))
    assert same_number("10.5", Decimal(10), Decimal("0.5"))
    assert not same_number("10.51", Decimal(10), Decimal("0.5"))
