"""Write what many people lack, and who looked for whom."""

from competencies.insight.services.counting import (
    count_new_day,
    mark_asked,
    mark_everybody,
    mark_ordered,
    mark_people,
    mark_persons,
    mark_those_asked,
    rebuild,
    recount_levels,
    sweep,
)
from competencies.insight.services.finding import choose, find

__all__ = [
    "choose",
    "count_new_day",
    "find",
    "mark_asked",
    "mark_everybody",
    "mark_ordered",
    "mark_people",
    "mark_persons",
    "mark_those_asked",
    "rebuild",
    "recount_levels",
    "sweep",
]
