"""Dates and numbers as India writes them, in Hindi (international numerals: Constitution of India, article 343)."""

from igot.kernel.formats.en.formats import *  # noqa: F403

DATETIME_FORMAT = "j F Y, g:i A"
