"""Serials: every single slip and every exchange is noticed."""

from hypothesis import given
from hypothesis import strategies as st

from courses.certificates.serials import ALPHABET, LENGTH, check_character, new_serial, normalised

BODIES = st.tuples(st.integers(0, 99), st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)).map(
    lambda pair: f"{pair[0]:02d}{pair[1]}"
)
ANY_CHARACTER = st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def whole(body: str) -> str:
    return body + check_character(body)


def test_a_serial_is_what_people_can_read_out():
    serial = new_serial(2026)
    assert serial.startswith("IG-26-") and len(serial) == 16
    assert not set(serial[6:]) & set("01OIL")
    assert normalised(serial) == serial


@given(BODIES)
def test_case_spaces_and_dashes_do_not_matter(body):
    plain = whole(body)
    stored = f"IG-{plain[:2]}-{plain[2:10]}-{plain[10]}"
    for typed in (stored, stored.lower(), plain, f" {plain[:4]} {plain[4:]} ", stored.replace("-", ""), f"ig {plain}"):
        assert normalised(typed) == stored


@given(BODIES, st.integers(0, 10), ANY_CHARACTER)
def test_every_single_wrong_character_is_noticed(body, place, character):
    right = whole(body)
    if right[place] != character:
        assert normalised(right[:place] + character + right[place + 1 :]) is None


@given(BODIES, st.integers(0, 10), st.integers(0, 10))
def test_every_exchange_of_two_characters_is_noticed(body, one, other):
    right = list(whole(body))
    swapped = right.copy()
    swapped[one], swapped[other] = swapped[other], swapped[one]
    if swapped != right:
        assert normalised("".join(swapped)) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered(typed):
    found = normalised(typed)
    assert found is None or normalised(found) == found
