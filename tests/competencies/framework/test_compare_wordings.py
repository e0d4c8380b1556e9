"""Two wordings side by side, word by word."""

from competencies.framework.wording import compare, difference


def marked(parts: list) -> str:
    return "".join(f"[{part.text}]" if part.change else part.text for part in parts)


def test_only_the_words_that_differ_are_marked() -> None:
    before, after = compare("Writes notes for the file.", "Writes good notes for the case file.")
    assert marked(before) == "Writes notes for the file."
    assert marked(after) == "Writes [good ]notes for the [case ]file."


def test_joined_the_parts_give_each_text_again() -> None:
    texts = ("a  b\n c", "टिप्पण लिखता है।", "", "x" * 5, " a b ", "word " * 3000)
    for one in texts:
        for other in texts:
            before, after = compare(one, other)
            assert "".join(part.text for part in before) == one
            assert "".join(part.text for part in after) == other


def test_a_label_that_one_side_lacks_is_shown_and_an_empty_one_is_not() -> None:
    lines = difference([("Name", ["A"]), ("Gone", ["x"])], [("Name", ["A"]), ("New", ["y"]), ("Empty", [""])])
    assert [(line.label, line.changed) for line in lines] == [("Name", False), ("New", True), ("Gone", True)]
