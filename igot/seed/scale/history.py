"""What each person has learned since the year's plans came into force: enrolments and how far they got."""

from datetime import datetime, timedelta
from typing import Any

from courses.learning.rules import VERSION
from courses.learning.services.completion import SOURCE_KIND
from igot.seed.calendar import DemoCalendar
from igot.seed.scale.certificates import Certificates
from igot.seed.scale.chance import Chance
from igot.seed.scale.competencies import Completed, Passbooks
from igot.seed.scale.people import Learner
from igot.seed.scale.sittings import Sittings
from igot.seed.scale.tables import Copy, take_ids
from igot.seed.scale.taught import Part, Taught
from igot.seed.scale.tree import Office

COURSES_EACH = (3, 4, 4, 5, 5, 5, 6, 6, 7)
# Of a hundred enrolments so many are completed, and so many of the rest have been begun.
COMPLETED, BEGUN = 0.32, 0.6
# A few courses are taken by many: the exponent bends the draw towards the first ones.
POPULARITY = 2.2


class History:
    """Writes the past of one batch of people after the other."""

    def __init__(self, courses: list[Taught], offices: list[Office], seed: int, at: datetime) -> None:
        self.courses, self.seed, self.at, self.calendar = courses, seed, at, DemoCalendar(at)
        self.enrolments = Copy(
            "courses_enrolment",
            ("id", "public_id", "learner_id", "organisation_id", "organisation_at_id", "course_id", "release_id",
             "cycle", "source", "state", "enrolled_at", "started_at", "completed_at", "withdrawn_reason",
             "last_resource", "last_active_at"),
        )  # fmt: skip
        self.progress = Copy(
            "courses_resourceprogress",
            ("enrolment_id", "resource", "first_seen_at", "last_seen_at", "seconds_present", "covered", "position",
             "implausible", "score", "completed_at", "basis"),
        )  # fmt: skip
        self.events = Copy(
            "courses_progressevent",
            ("learner_id", "event_id", "enrolment_id", "resource", "device", "sequence", "kind", "values", "verdict",
             "client_at", "received_at"),
        )  # fmt: skip
        self.decisions = Copy(
            "courses_completiondecision",
            ("public_id", "enrolment_id", "verdict", "rule", "rule_version", "evidence", "decided_at"),
        )
        self.sittings, self.certificates = Sittings(), Certificates(offices)
        self.passbooks = Passbooks(SOURCE_KIND, at)

    def write(self, people: list[Learner]) -> int:
        """The past of these people; returns how many rows that were."""
        most = len(people) * max(COURSES_EACH)
        self.next_enrolment = take_ids("courses_enrolment", most)
        self.sittings.begin(most)
        for learner in people:
            self._person(learner)
        tables = (self.enrolments, self.progress, self.events, self.decisions)
        rows = sum(table.send() for table in tables)
        return rows + self.sittings.send() + self.certificates.send() + self.passbooks.send()

    def _person(self, learner: Learner) -> None:
        chance = Chance(self.seed, f"history:{learner.number}")
        number = min(chance.one(COURSES_EACH), len(self.courses))
        chosen: dict[int, None] = {}
        while len(chosen) < number:
            chosen.setdefault(int(len(self.courses) * chance.random() ** POPULARITY))
        completed = []
        for place in chosen:
            done = self._course(learner, self.courses[place], chance)
            if done is not None:
                completed.append(done)
        if completed:
            self.passbooks.write(learner, completed, chance)

    def _course(self, learner: Learner, course: Taught, chance: Chance) -> Completed | None:
        enrolled_at = self.calendar.since_publication(0.02 + 0.93 * chance.random())
        fate = chance.random()
        parts = len(course.parts)
        steps = parts if fate < COMPLETED else int(chance.random() * parts)
        begun = fate < COMPLETED + (1 - COMPLETED) * BEGUN
        enrolment, public_id = self.next_enrolment, chance.uuid()
        self.next_enrolment += 1
        started_at = last_active = enrolled_at
        last_resource, done = None, []
        if begun:
            started_at = min(enrolled_at + timedelta(minutes=1 + int(chance.random() * 2880)),
                             max(enrolled_at, self.at - timedelta(hours=2)))  # fmt: skip
            clock = started_at
            for part in course.parts[: max(steps, 1)]:
                is_done = steps > 0
                if part.paper is None:
                    last_resource, last_active = part.key, clock
                clock, evidence = self._part(learner, enrolment, public_id, part, clock, is_done, chance)
                if is_done:
                    last_active = clock if part.paper is None else last_active
                    done.append(evidence)
        is_completed = begun and steps == parts
        self.enrolments.add(
            enrolment, public_id, learner.id, learner.organisation, learner.organisation if is_completed else None,
            course.id, course.release, 1, "self", self._state(begun, is_completed), enrolled_at,
            started_at if begun else None, clock if is_completed else None, "", last_resource, last_active,
        )  # fmt: skip
        if not is_completed:
            return None
        decision = chance.uuid()
        self.decisions.add(
            decision, enrolment, "completed", {"all": [part.key for part in course.parts]}, VERSION, done, clock
        )
        self.certificates.issue(learner, course, (enrolment, decision), (enrolled_at, clock), chance)
        return Completed(course, public_id, clock)

    def _state(self, begun: bool, is_completed: bool) -> str:
        return "completed" if is_completed else "in_progress" if begun else "enrolled"

    def _part(
        self, learner: Learner, enrolment: int, enrolment_id: str, part: Part, at: datetime, is_done: bool,
        chance: Chance,
    ) -> tuple[datetime, dict[str, Any]]:  # fmt: skip
        """One part, read or sat from `at` on, or only opened; returns when it ended, and what a decision cites."""
        score, basis = None, {}
        present, end = 0, at
        if part.paper is not None:
            attempt, end, percent = self.sittings.sit(learner, part, f"{enrolment_id}:{part.key}", at, chance)
            first, score = end, str(percent)
            basis = {"version": VERSION, "attempt": attempt, "criteria": [_met("passed", 1, 1)]}
        else:
            first = at
            self._event(learner, enrolment, part, 1, "open", at, chance)
            if is_done:
                present = part.needed + int(chance.random() * (part.minutes * 60 - part.needed))
                end = at + timedelta(seconds=present)
                basis = {"version": VERSION, "criteria": [_met("seen", part.needed, present)]}
                self._event(learner, enrolment, part, 2, "leave", end, chance)
        self.progress.add(enrolment, part.key, first, end, present, "{}", 0, 0, score, end if is_done else None, basis)
        evidence = {"resource": part.key, "title": part.title, "kind": part.kind, "completed_at": end.isoformat(),
                    "score": score, "basis": basis}  # fmt: skip
        return end, evidence

    def _event(
        self, learner: Learner, enrolment: int, part: Part, sequence: int, kind: str, at: datetime, chance: Chance
    ) -> None:
        self.events.add(learner.id, chance.uuid(), enrolment, part.key, "seed", sequence, kind, {}, "accepted", at, at)


def _met(name: str, needed: int, actual: int) -> dict[str, Any]:
    return {"name": name, "needed": needed, "actual": actual, "met": True}
