"""The learners' pages."""

from courses.learning.views.events import learn_events
from courses.learning.views.mine import enrol, learn_recheck, learn_withdraw, my_learning, why
from courses.learning.views.player import learn, learn_attempt, learn_done, learn_resource

__all__ = [
    "enrol",
    "learn",
    "learn_attempt",
    "learn_done",
    "learn_events",
    "learn_recheck",
    "learn_resource",
    "learn_withdraw",
    "my_learning",
    "why",
]
