"""Assessments that were sat: the paper as it was drawn, the answers, the marks by the rules of marking."""

import json
from datetime import datetime, timedelta
from decimal import Decimal

from courses.learning.queries import ATTEMPT_CONTEXT
from igot.seed.scale.chance import Chance
from igot.seed.scale.people import Learner
from igot.seed.scale.tables import Copy, take_ids
from igot.seed.scale.taught import Paper, Part, Question

MOST_QUESTIONS = 10
SHARE_RIGHT = 0.85


class Sittings:
    """Writes attempts, their questions and answers."""

    def __init__(self) -> None:
        self.attempts = Copy(
            "assessments_attempt",
            ("id", "public_id", "learner_id", "organisation_id", "organisation_at_id", "version_id", "context_kind",
             "context_id", "number", "state", "seed", "started_at", "deadline_at", "submitted_at", "submitted_how",
             "released_at", "marks", "max_marks", "percent", "passed", "result", "device"),
        )  # fmt: skip
        self.asked = Copy(
            "assessments_attemptquestion",
            ("id", "attempt_id", "place", "section_id", "question_id", "option_order", "max_marks", "marks", "outcome"),
        )
        self.answers = Copy("assessments_answer", ("asked_id", "sequence", "response", "received_at", "receipt"))

    def begin(self, most: int) -> None:
        """Reserve the ids of a batch with at most so many sittings."""
        self.next_attempt = take_ids("assessments_attempt", most)
        self.next_asked = take_ids("assessments_attemptquestion", most * MOST_QUESTIONS)

    def sit(
        self, learner: Learner, part: Part, context: str, at: datetime, chance: Chance
    ) -> tuple[str, datetime, Decimal]:
        """Sit the paper of a part and pass it; returns the attempt, when it was handed in, and the percentage."""
        paper = part.paper
        assert paper is not None
        right = tuple(chance.random() < SHARE_RIGHT for _ in paper.questions)
        score = paper.score(right)
        if not score.passed:
            right = (True,) * len(right)
            score = paper.score(right)
        attempt, public_id, seed = self.next_attempt, chance.uuid(), chance.getrandbits(62)
        self.next_attempt += 1
        end = at + timedelta(seconds=60 + int(chance.random() * 50 * paper.minutes))
        sections = [
            {
                "section": paper.sections[key].public_id, "title": paper.sections[key].title,
                "translations": paper.sections[key].translations, "marks": str(found.marks),
                "max_marks": str(found.max_marks), "percent": str(found.percent),
                "cut_off_percent": str(found.cut_off_percent), "passed": found.passed,
            }
            for key, found in score.sections.items()
        ]  # fmt: skip
        self.attempts.add(
            attempt, public_id, learner.id, learner.organisation, learner.organisation, paper.id, ATTEMPT_CONTEXT,
            context, 1, "released", seed, at, at + timedelta(minutes=paper.minutes), end, "learner", end, score.marks,
            score.max_marks, score.percent, True, {"title": part.title, "back_url": "", "sections": sections}, "",
        )  # fmt: skip
        self._questions(paper, right, attempt, end, chance)
        return public_id, end, score.percent

    def _questions(self, paper: Paper, right: tuple[bool, ...], attempt: int, at: datetime, chance: Chance) -> None:
        outcomes = paper.score(right).outcomes
        order = list(range(len(paper.questions)))
        chance.shuffle(order)
        for place, index in enumerate(order, start=1):
            question, outcome = paper.questions[index], outcomes[index]
            asked = self.next_asked
            self.next_asked += 1
            self.asked.add(
                asked, attempt, place, question.section, question.id, _shuffled(question, chance), outcome.max_marks,
                outcome.marks, outcome.outcome,
            )  # fmt: skip
            response = question.right if right[index] else question.wrong
            if response is not None:
                receipt = f"{chance.getrandbits(64):016x}"
                self.answers.add(asked, 1, _json(response), at, receipt)

    def send(self) -> int:
        """Write what was collected; returns how many rows."""
        return self.attempts.send() + self.asked.send() + self.answers.send()


def _shuffled(question: Question, chance: Chance) -> list[str]:
    order = list(question.options)
    if question.item.kind != "true_false":
        chance.shuffle(order)
    return order


def _json(response: object) -> object:
    """A response as its JSON column keeps it: a list as it is, a text in quotation marks."""
    return response if isinstance(response, list) else json.dumps(str(response), ensure_ascii=False)
