"""What a form had before it when it was opened."""

from datetime import datetime


def instant(text: str) -> datetime | None:
    """The instant a form carries; None where it carries none that can be read."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
