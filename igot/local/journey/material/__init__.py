"""What the course provider of the journey uploads: made for it, so small that a learner is through in half a minute."""

from pathlib import Path

HERE = Path(__file__).parent

TITLE = "Numbers on a file"
SUMMARY = "Why the pages and paragraphs of a file carry numbers, and how they are given. For those who put up notes."
OUTCOMES = "Number pages and paragraphs of a file\nRefer to a paper so that it is found at once"
COMPETENCY = "Attention to Detail"
LEVEL = 2
PARAGRAPHS = "The paragraphs of notes are numbered"
PARAGRAPHS_ANSWERS = ("on through the whole file", "anew on each sheet", "only when there are more than ten")
TRUE_STATEMENT = "Who agrees to “paragraph 7” has agreed to one thing and not to the whole note."


def text(name: str) -> str:
    """A text of the course."""
    return (HERE / name).read_text(encoding="utf-8")


def content(name: str) -> bytes:
    """A file of the course."""
    return (HERE / name).read_bytes()
