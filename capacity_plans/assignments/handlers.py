"""What assignments do when they hear a fact. `occurred_at` is when something became so; numbers are as of the count."""

from collections.abc import Sequence

from capacity_plans.assignments import facts, services
from capacity_plans.monitoring import services as monitoring
from capacity_plans.plans import queries
from capacity_plans.plans.facts import PlanPublished
from courses.learning.facts import CourseCompleted, EnrolmentWithdrawn, LearningStarted
from igot.accounts import queries as accounts
from igot.accounts.facts import PersonAdded, PersonChanged, PersonDeactivated, PersonMoved, PersonReactivated
from igot.journal.facts import Happened, handles, handles_together
from igot.kernel.clock import now


@handles(PlanPublished, queue="heavy")
def begin_materialising(happened: Happened[PlanPublished]) -> None:
    """A version is in force: its first batch."""
    services.assign_next(version_id=happened.fact.version, at=happened.occurred_at)


@handles(facts.PlanBatchAssigned, queue="heavy")
def go_on_materialising(happened: Happened[facts.PlanBatchAssigned]) -> None:
    """A batch is placed: settle it, and the next one."""
    fact = happened.fact
    services.assign_next(version_id=fact.version, after=fact.after, settled=fact.settled, at=happened.occurred_at)


@handles(facts.PlanMaterialised)
def count_materialised(happened: Happened[facts.PlanMaterialised]) -> None:
    """Everybody has their assignments: count."""
    monitoring.recount(plan=queries.plan_by_id(happened.fact.plan), at=now())


@handles_together(facts.AssignmentMet)
def count_met(happened: Sequence[Happened[facts.AssignmentMet]]) -> None:
    """Something was done: count."""
    monitoring.recount_plans(plans={one.fact.plan for one in happened}, at=now())


@handles_together(facts.AssignmentStarted)
def count_started(happened: Sequence[Happened[facts.AssignmentStarted]]) -> None:
    """Something was begun: count."""
    monitoring.recount_plans(plans={one.fact.plan for one in happened}, at=now())


@handles_together(facts.PersonReassigned)
def count_reassigned(happened: Sequence[Happened[facts.PersonReassigned]]) -> None:
    """Somebody joined, moved or left: count."""
    monitoring.recount_plans(plans={one.fact.plan for one in happened}, at=now())


@handles(facts.PersonReassigned)
def settle_reassigned(happened: Happened[facts.PersonReassigned]) -> None:
    """What the person had done already counts for what they are asked now."""
    plan, person = queries.plan_by_id(happened.fact.plan), accounts.person(happened.fact.person)
    services.settle_person(plan=plan, person=person, at=happened.occurred_at)


@handles_together(CourseCompleted)
def settle_completed(happened: Sequence[Happened[CourseCompleted]]) -> None:
    """A course was completed: what was asked about it is met."""
    people, courses = accounts.people(one.fact.person for one in happened), [one.fact.course for one in happened]
    services.settle_courses(people=people, courses=courses, at=max(one.occurred_at for one in happened))


@handles_together(LearningStarted)
def settle_started(happened: Sequence[Happened[LearningStarted]]) -> None:
    """A course was begun: what was asked about it is in progress."""
    people, courses = accounts.people(one.fact.person for one in happened), [one.fact.course for one in happened]
    services.settle_courses(people=people, courses=courses, at=max(one.occurred_at for one in happened))


@handles(EnrolmentWithdrawn)
def settle_withdrawn(happened: Happened[EnrolmentWithdrawn]) -> None:
    """A course was given up: what was asked about it is to do again."""
    learner = accounts.person(happened.fact.person)
    services.settle_for(learner=learner, course=happened.fact.course, at=happened.occurred_at)


@handles_together(PersonAdded)
def assign_newcomer(happened: Sequence[Happened[PersonAdded]]) -> None:
    """Somebody joined, or many at once."""
    people = accounts.people(one.fact.person for one in happened)
    services.assign_newcomers(people=people, at=max(one.occurred_at for one in happened))


@handles(facts.PeopleReassigned)
def count_newcomers(happened: Happened[facts.PeopleReassigned]) -> None:
    """Many joined: count."""
    monitoring.recount(plan=queries.plan_by_id(happened.fact.plan), at=now())


@handles(facts.PeopleReassigned)
def settle_newcomers(happened: Happened[facts.PeopleReassigned]) -> None:
    """What they had done already counts; who has something open is told."""
    plan, people = queries.plan_by_id(happened.fact.plan), accounts.people(happened.fact.people)
    services.settle_people(plan=plan, people=people, at=happened.occurred_at)


@handles(PersonMoved)
def assign_moved(happened: Happened[PersonMoved]) -> None:
    """Somebody was transferred."""
    services.reassign_person(person=accounts.person(happened.fact.person), at=happened.occurred_at)


@handles(PersonChanged)
def assign_changed(happened: Happened[PersonChanged]) -> None:
    """Somebody's designation, group or profile changed."""
    services.reassign_person(person=accounts.person(happened.fact.person), at=happened.occurred_at)


@handles(PersonDeactivated)
def lapse_deactivated(happened: Happened[PersonDeactivated]) -> None:
    """Somebody left the service."""
    services.reassign_person(person=accounts.person(happened.fact.person), at=happened.occurred_at)


@handles(PersonReactivated)
def assign_reactivated(happened: Happened[PersonReactivated]) -> None:
    """Somebody came back."""
    services.reassign_person(person=accounts.person(happened.fact.person), at=happened.occurred_at)
