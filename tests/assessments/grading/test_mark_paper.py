from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.grading.scoring import BLANK, PARTIAL, RIGHT, WRONG, Item, Marking, mark_one, mark_paper, percentage

# Slow machines draw slowly; what is drawn is what matters.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
IDS = ["a", "b", "c", "d"]
marks = st.decimals(min_value="0.01", max_value=20, places=2)
negatives = st.none() | st.decimals(min_value=0, max_value=100, places=2)
rules = st.builds(
    Marking,
    negative_percent=negatives,
    partial_credit=st.booleans(),
    by_section=st.booleans(),
    pass_percent=st.decimals(min_value=0, max_value=100, places=2),
)


@st.composite
def items(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from(["single", "multiple", "true_false", "numeric", "fill"]))
    if kind == "numeric":
        key: dict[str, Any] = {"number": str(draw(st.integers(0, 10**6))), "tolerance": "0"}
    elif kind == "fill":
        key = {"texts": [draw(st.sampled_from(["noting", "टिप्पण", "section 8"]))]}
    elif kind == "multiple":
        key = {"options": sorted(draw(st.sets(st.sampled_from(IDS), min_size=1)))}
    else:
        key = {"options": [draw(st.sampled_from(IDS[:2]))]}
    return Item(kind=kind, key=key, marks=draw(marks), section=draw(st.sampled_from([1, 2])))


def right_answer(item: Item) -> Any:
    return item.key.get("options") or item.key.get("number") or item.key["texts"][0]


def response_to(item: Item) -> st.SearchStrategy[Any]:
    if item.kind in ("numeric", "fill"):
        return st.none() | st.text(alphabet="5१, .aनq-", max_size=8) | st.just(right_answer(item))
    return st.none() | st.lists(st.sampled_from(IDS), unique=True)


@st.composite
def answered(draw: st.DrawFn) -> tuple[list[Item], list[Any]]:
    asked = draw(st.lists(items(), min_size=1, max_size=8))
    return asked, [draw(response_to(item)) for item in asked]


@patient
@given(st.lists(items(), min_size=1, max_size=8), rules)
def test_a_perfect_paper_scores_a_hundred_percent_and_passes(asked: list[Item], marking: Marking) -> None:
    score = mark_paper(asked, [right_answer(item) for item in asked], marking, {1: Decimal(100), 2: Decimal(100)})
    assert score.percent == 100
    assert score.marks == score.max_marks
    assert score.passed
    assert {outcome.outcome for outcome in score.outcomes} == {RIGHT}


@patient
@given(answered(), rules)
def test_the_percentage_lies_between_0_and_100(paper: tuple[list[Item], list[Any]], marking: Marking) -> None:
    score = mark_paper(*paper, marking)
    assert 0 <= score.percent <= 100
    assert 0 <= score.marks <= score.max_marks
    assert all(0 <= section.percent <= 100 for section in score.sections.values())


@patient
@given(answered(), rules)
def test_passing_by_total_is_what_the_shown_percentage_says(
    paper: tuple[list[Item], list[Any]], marking: Marking
) -> None:
    score = mark_paper(*paper, marking)
    if not marking.by_section:
        assert score.passed == (score.percent >= marking.pass_percent)
        exact = score.marks * 100 >= marking.pass_percent * score.max_marks
        assert score.passed == exact


@patient
@given(answered(), rules)
def test_no_question_earns_more_than_its_marks_or_costs_more_than_the_negative_share(
    paper: tuple[list[Item], list[Any]], marking: Marking
) -> None:
    for outcome in mark_paper(*paper, marking).outcomes:
        cost = outcome.max_marks * (marking.negative_percent or 0) / 100
        assert -cost - Decimal("0.01") < outcome.marks <= outcome.max_marks


@patient
@given(answered(), rules, st.integers(0, 7))
def test_leaving_a_question_blank_costs_nothing_but_counts_in_the_whole(
    paper: tuple[list[Item], list[Any]], marking: Marking, index: int
) -> None:
    asked, given_ = paper
    index %= len(asked)
    blank = mark_paper(asked, [None if place == index else answer for place, answer in enumerate(given_)], marking)
    assert blank.outcomes[index].outcome == BLANK
    assert blank.outcomes[index].marks == 0
    assert blank.max_marks == sum(item.marks for item in asked)


@patient
@given(answered(), st.booleans())
def test_missing_negative_marking_means_none(paper: tuple[list[Item], list[Any]], partial: bool) -> None:
    missing = mark_paper(*paper, Marking(partial_credit=partial))
    zero = mark_paper(*paper, Marking(negative_percent=Decimal(0), partial_credit=partial))
    assert missing == zero
    assert all(outcome.marks >= 0 for outcome in missing.outcomes)


def item(kind: str, key: dict[str, Any], worth: Any = 3, section: Any = None) -> Item:
    return Item(kind=kind, key=key, marks=Decimal(worth), section=section)


SEVERAL = item("multiple", {"options": ["a", "b", "c"]})
ONE = item("single", {"options": ["a"]})


def test_several_right_answers_are_marked_exactly_without_partial_credit() -> None:
    assert mark_one(SEVERAL, ["a", "b"], Marking()).outcome == WRONG
    assert mark_one(SEVERAL, ["a", "b", "c", "d"], Marking()).outcome == WRONG
    assert mark_one(SEVERAL, ["c", "b", "a"], Marking()).outcome == RIGHT


def test_partial_credit_takes_wrong_choices_off_the_right_ones() -> None:
    partial = Marking(partial_credit=True, negative_percent=Decimal(25))
    assert (mark_one(SEVERAL, ["a", "b"], partial).outcome, mark_one(SEVERAL, ["a", "b"], partial).marks) == (
        PARTIAL,
        2,
    )
    assert mark_one(SEVERAL, ["a", "b", "d"], partial).marks == 1
    assert mark_one(SEVERAL, ["a", "d"], partial) == mark_one(SEVERAL, ["d"], partial)
    assert mark_one(SEVERAL, ["d"], partial).marks == Decimal("-0.75")


def test_partial_marks_are_rounded_half_up_to_two_places() -> None:
    third = item("multiple", {"options": ["a", "b", "c"]}, worth=2)
    assert mark_one(third, ["a"], Marking(partial_credit=True)).marks == Decimal("0.67")


def test_a_percentage_is_cut_so_that_it_never_reaches_a_missed_pass_mark() -> None:
    assert percentage(Decimal("59.999"), Decimal(100)) == Decimal("59.99")
    asked = [item("single", {"options": ["a"]}, worth=1) for _ in range(3)]
    score = mark_paper(asked, [["a"], ["a"], None], Marking(pass_percent=Decimal("66.67")))
    assert (score.percent, score.passed) == (Decimal("66.66"), False)


def test_marks_below_zero_count_as_zero() -> None:
    score = mark_paper([ONE, ONE], [["b"], ["b"]], Marking(negative_percent=Decimal(100)))
    assert (score.marks, score.percent) == (0, 0)


def test_a_section_may_be_passed_with_no_marks_when_its_cut_off_is_0() -> None:
    asked = [item("single", {"options": ["a"]}, section=1), item("single", {"options": ["a"]}, section=2)]
    marking = Marking(by_section=True, negative_percent=Decimal(50), pass_percent=Decimal(100))
    assert mark_paper(asked, [["a"], ["b"]], marking, {1: Decimal(60), 2: Decimal(0)}).passed
    assert not mark_paper(asked, [["a"], ["b"]], marking, {1: Decimal(60), 2: Decimal("0.01")}).passed


def test_a_paper_passes_by_total_whatever_its_sections_do() -> None:
    asked = [item("single", {"options": ["a"]}, section=1), item("single", {"options": ["a"]}, section=2)]
    score = mark_paper(asked, [["a"], None], Marking(pass_percent=Decimal(50)), {2: Decimal(100)})
    assert score.passed
    assert [section.passed for section in score.sections.values()] == [True, False]


def test_a_paper_without_marks_has_no_percentage_to_divide_by() -> None:
    assert mark_paper([], [], Marking(pass_percent=Decimal(0))).percent == 0
