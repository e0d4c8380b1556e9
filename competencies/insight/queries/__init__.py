"""Read what many people lack, what to teach them, and who fits a post."""

from competencies.insight.queries.counting import asked_by_item, days, everybody_counted, keys_of, last_day, placed_by
from competencies.insight.queries.finder import (
    Held,
    Match,
    Wish,
    best_for,
    heights,
    honours_choices,
    matches,
    may_be_found,
    positions_of,
    search,
    searches,
    shown_of,
    wishes_for,
    wishes_of,
)
from competencies.insight.queries.heat import Column, HeatMap, Numbers, Row, heat_map, kept_above, wholes
from competencies.insight.queries.people import people_behind
from competencies.insight.queries.teach import Demand, Need, demand, teach_next
from competencies.insight.queries.trend import Change, Point, changes, course_of

__all__ = [
    "Change",
    "Column",
    "Demand",
    "HeatMap",
    "Held",
    "Match",
    "Need",
    "Numbers",
    "Point",
    "Row",
    "Wish",
    "asked_by_item",
    "best_for",
    "changes",
    "course_of",
    "days",
    "demand",
    "everybody_counted",
    "heat_map",
    "heights",
    "honours_choices",
    "kept_above",
    "keys_of",
    "last_day",
    "matches",
    "may_be_found",
    "people_behind",
    "placed_by",
    "positions_of",
    "search",
    "searches",
    "shown_of",
    "teach_next",
    "wholes",
    "wishes_for",
    "wishes_of",
]
