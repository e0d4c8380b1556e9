"""The levels of FRAC's scale and of the Karmayogi Competency Model's answer to each other."""

from datetime import datetime

from competencies.framework.crosswalk import queries, services
from igot.organisations import queries as organisations
from igot.seed.steps import MissingPart

# Five levels on three: what lies between two of the three answers to the lower one.
TO_THREE = {1: (1, "exact"), 2: (1, "narrow"), 3: (2, "exact"), 4: (2, "narrow"), 5: (3, "exact")}
TO_FIVE = {1: (1, "exact"), 2: (3, "exact"), 3: (5, "exact")}


def seed_crosswalk(*, at: datetime) -> str:
    """Say it where nobody has said anything yet."""
    owner = organisations.root()
    if owner is None:
        raise MissingPart("the crosswalk needs the organisations")
    five, three = queries.scale("frac-5"), queries.scale("kcm-3")
    said = 0
    for scale, other, answers in ((five, three, TO_THREE), (three, five, TO_FIVE)):
        if not queries.answers(scale, other):
            services.set_answers(scale=scale, other=other, answers=answers, organisation=owner, actor=None, at=at)
            said += len(answers)
    return f"{said} levels answer to each other"
