"""Reckon what a correction would do to every result that rests on a version, however many there are.

The database puts together what is the same: the paper, what was answered to the questions that are marked anew, and
what the others came to. Of some hundred thousand attempts a few thousand differ, and each of those is marked once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.attempts.marking import rules_of
from assessments.attempts.queries import MARKED
from assessments.bank.models import IN_FORCE, Correction, QuestionVersion
from assessments.grading.scoring import Item, Marking, Outcome, Score, add_up, mark_one
from assessments.papers.models import PaperSection, PaperVersion
from igot.kernel.statements import Prepared

# What is reckoned before a correction is asked for.
FIGURES = ("results", "changing", "rising", "falling", "kept", "pass_now", "pass_no_longer")

# `anew`: the version, and every other one whose key was corrected: a result that was not to fall is still marked by the
# old key. Sections are told apart only where the paper is passed by them.
_ALIKE = Prepared(
    """
WITH asked AS (
    SELECT a.id AS attempt, a.version_id AS paper, a.marks, a.percent, a.passed, q.id, q.place, q.question_id,
           q.max_marks, q.marks AS earned, q.question_id = ANY ($2::bigint[]) AS anew,
           CASE WHEN v.pass_by = 'section' THEN q.section_id ELSE 0 END AS section
    FROM assessments_attempt a
    JOIN assessments_paperversion v ON v.id = a.version_id
    JOIN assessments_attemptquestion q ON q.attempt_id = a.id
    WHERE a.state = ANY ($3)
      AND a.id IN (SELECT attempt_id FROM assessments_attemptquestion WHERE question_id = $1)
), answered AS (
    SELECT attempt, jsonb_agg(jsonb_build_array(question_id, section, max_marks::text, (
               SELECT response FROM assessments_answer WHERE asked_id = asked.id ORDER BY sequence DESC LIMIT 1
           )) ORDER BY place) AS told
    FROM asked WHERE anew GROUP BY attempt
), others AS (
    SELECT attempt, jsonb_agg(jsonb_build_array(section, marks::text, max_marks::text) ORDER BY section) AS rest
    FROM (SELECT attempt, section, sum(earned) AS marks, sum(max_marks) AS max_marks
          FROM asked WHERE NOT anew GROUP BY attempt, section) AS by_section
    GROUP BY attempt
), results AS (SELECT DISTINCT attempt, paper, marks, percent, passed FROM asked)
SELECT count(*), r.paper, r.marks, r.percent, r.passed, n.told, o.rest
FROM results r JOIN answered n USING (attempt) LEFT JOIN others o USING (attempt)
GROUP BY r.paper, r.marks, r.percent, r.passed, n.told, o.rest
""",
    version="bigint",
    anew="text[]",
    states="text[]",
)


@dataclass(frozen=True)
class Alike:
    """So many results that a correction treats alike, and what it makes of them."""

    number: int
    marks: Decimal
    percent: Decimal
    passed: bool
    score: Score

    @property
    def differs(self) -> bool:
        """Whether marks, percentage or verdict become others."""
        score = self.score
        return (self.marks, self.percent, self.passed) != (score.marks, score.percent, score.passed)

    @property
    def lowers(self) -> bool:
        """Whether the result falls."""
        return (self.score.passed, self.score.marks) < (self.passed, self.marks)


def figures(one: Correction) -> dict[str, int]:
    """How many results rest on the version, how many change, and how, by the names of `FIGURES`."""
    counted: Counter[str] = Counter()
    for alike in reckoned(one):
        counted["results"] += alike.number
        if alike.lowers and one.only_upwards:
            counted["kept"] += alike.number
        elif alike.differs:
            counted["changing"] += alike.number
            counted["falling" if alike.lowers else "rising"] += alike.number
            counted["pass_now"] += alike.number * (alike.score.passed and not alike.passed)
            counted["pass_no_longer"] += alike.number * (alike.passed and not alike.score.passed)
    return {name: counted[name] for name in FIGURES}


def reckoned(one: Correction) -> Iterator[Alike]:
    """What the correction makes of each kind of result."""
    keys = _keys(one)
    rows = _ALIKE.run(version=one.version_id, anew=[str(key) for key in keys], states=[str(state) for state in MARKED])
    papers = PaperVersion.objects.in_bulk({row[1] for row in rows})
    rules = {key: rules_of(paper) for key, paper in papers.items()}
    cut_offs: dict[int, dict[Any, Decimal]] = {key: {} for key in papers}
    for section in PaperSection.objects.filter(version__in=papers):
        cut_offs[section.version_id][section.pk] = section.cut_off_percent
    for number, paper, marks, percent, passed, told, rest in rows:
        outcomes = [*_marked(json.loads(told), keys, rules[paper]), *_others(json.loads(rest or "[]"))]
        yield Alike(number, marks, percent, bool(passed), add_up(outcomes, rules[paper], cut_offs[paper]))


def _keys(one: Correction) -> dict[int, tuple[str, dict[str, Any], bool]]:
    """By the key of a version: its kind, what is right, and whether it is void, for all that are marked anew."""
    found: dict[int, tuple[str, dict[str, Any], bool]] = {}
    in_force = Correction.objects.filter(state__in=IN_FORCE).select_related("version").order_by("applied_at")
    for each in [*in_force, one]:
        version: QuestionVersion = each.version
        found[version.pk] = (version.kind, each.key, each.kind == Correction.Kind.VOID)
    return found


def _marked(
    told: list[Any], keys: dict[int, tuple[str, dict[str, Any], bool]], rules: Marking
) -> Iterator[tuple[Any, Outcome]]:
    for question, section, max_marks, response in told:
        kind, key, void = keys[question]
        item = Item(kind=kind, key=key, marks=Decimal(max_marks), section=section, void=void)
        yield section, mark_one(item, response, rules)


def _others(rest: list[Any]) -> Iterator[tuple[Any, Outcome]]:
    for section, marks, max_marks in rest:
        yield section, Outcome(outcome="", marks=Decimal(marks), max_marks=Decimal(max_marks))
