"""Dates and numbers as India writes them, in Hindi (international numerals: Constitution of India, article 343)."""

from igot.kernel.formats.en.formats import *  # noqa: F403

# Hindi says the part of the day before the hour.
DATETIME_FORMAT = "j F Y, A g:i"
TIME_FORMAT = "A g:i"
