"""What completed courses prove: evidence, and the levels it supports, settled by the same rule as everybody's."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from competencies.evidence.rules import Shown, settle_level
from competencies.insight import services as insight
from igot.kernel.tenancy import subtree
from igot.organisations import queries as organisations
from igot.seed.scale.chance import Chance
from igot.seed.scale.people import Learner
from igot.seed.scale.tables import Copy
from igot.seed.scale.taught import Taught
from igot.seed.steps import MissingPart


@dataclass(frozen=True)
class Completed:
    """A course somebody has completed."""

    course: Taught
    enrolment: str
    at: datetime


class Passbooks:
    """Writes evidence and attainments of one person after the other."""

    def __init__(self, source_kind: str, at: datetime) -> None:
        self.source_kind, self.at = source_kind, at
        self.evidence = Copy(
            "competencies_evidence",
            ("public_id", "learner_id", "organisation_id", "organisation_at_id", "competency_id", "level", "kind",
             "source_kind", "source_id", "source_title", "occurred_at", "valid_until", "recorded_at"),
        )  # fmt: skip
        self.attainments = Copy(
            "competencies_attainment",
            ("learner_id", "organisation_id", "competency_id", "level", "since", "valid_until", "explanation", "stale",
             "settled_at"),
        )  # fmt: skip

    def write(self, learner: Learner, completed: Sequence[Completed], chance: Chance) -> None:
        """Note what the person has shown, and settle each competency."""
        shown: dict[int, list[Shown]] = defaultdict(list)
        for one in completed:
            kinds = ("course", "assessment") if one.course.is_examined else ("course",)
            for competency, level in one.course.tags:
                for kind in kinds:
                    piece = Shown(chance.uuid(), kind, level, one.at)
                    shown[competency].append(piece)
                    self.evidence.add(
                        piece.id, learner.id, learner.organisation, learner.organisation, competency, level, kind,
                        self.source_kind, one.enrolment, one.course.title, one.at, None, self.at,
                    )  # fmt: skip
        for competency, pieces in shown.items():
            verdict = settle_level(pieces, at=self.at)
            self.attainments.add(
                learner.id, learner.organisation, competency, verdict.level, verdict.since, verdict.valid_until,
                verdict.explanation, False, max(piece.occurred_at for piece in pieces),
            )  # fmt: skip

    def send(self) -> int:
        """Write what was collected; returns how many rows."""
        return self.evidence.send() + self.attainments.send()


def count_gaps(*, at: datetime) -> int:
    """Count what everybody's work asks and they lack; returns how many rows that are."""
    top = organisations.root()
    if top is None:
        raise MissingPart("gaps need the organisations")
    with subtree(top):
        return insight.rebuild(at=at).gaps
