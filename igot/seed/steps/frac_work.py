"""Who does what in the demo's Training Division: a position its department adds to, an order in force, the next one."""

from datetime import datetime, timedelta

from competencies.framework.queries import by_codes
from competencies.positions import queries, services
from igot.accounts.queries import by_email, people_in
from igot.kernel.clock import day_in_india
from igot.kernel.tenancy import subtree
from igot.organisations.queries import by_code
from igot.seed.steps import MissingPart

UNIT, FIRST, SECOND = "Training Division", "A-11013/1/2026-Trg", "A-11013/2/2026-Trg"
UNIT_HI = "प्रशिक्षण प्रभाग"
ADDED = ("FUN-025", 4)
AS_FOR_NOW = timedelta(days=20)


def seed_work(*, at: datetime) -> str:
    """The department raises a level of an inherited position, puts an order in force, and composes the next; once."""
    department, division = by_code("DOPT"), by_code("DOPT-TRG")
    leader, admin = by_email("leader@dopt.igot.example"), by_email("admin@dopt.igot.example")
    if department is None or division is None or leader is None or admin is None:
        raise MissingPart("work orders need the demo's people")
    with subtree(department):
        if queries.find_orders(department, FIRST).exists():
            return "work orders are there"
        today = day_in_india(at)
        position = queries.find_positions(department, "Training", "own").first()
        competency = by_codes([ADDED[0]]).get(ADDED[0])
        if position is not None and competency is not None:
            services.require(
                position=position,
                organisation=division,
                competency=competency,
                level=ADDED[1],
                criticality=3,
                starts_on=today - AS_FOR_NOW,
                source="Office memorandum of the Training Division",
                actor=admin,
                at=at,
            )
        order = services.create_order(
            organisation=department,
            unit=UNIT,
            number=FIRST,
            title="Distribution of work in the Training Division",
            preface="In supersession of all earlier orders, work is distributed as follows.",
            unit_hi=UNIT_HI,
            title_hi="प्रशिक्षण प्रभाग में कार्य वितरण",
            preface_hi="पूर्व के सभी आदेशों का अधिक्रमण करते हुए कार्य का वितरण निम्नानुसार किया जाता है।",
            effective_on=today - AS_FOR_NOW,
            actor=leader,
            at=at,
        )
        people = people_in(division).filter(organisation=division).select_related("organisation", "designation")
        services.add_people(order=order, people=people.order_by("pk")[:12], actor=leader)
        services.publish_order(order=order, actor=leader, at=at)
        following = services.create_order(
            organisation=department,
            unit=UNIT,
            number=SECOND,
            title="Distribution of work in the Training Division from next month",
            unit_hi=UNIT_HI,
            title_hi="अगले माह से प्रशिक्षण प्रभाग में कार्य वितरण",
            effective_on=today + AS_FOR_NOW,
            copy_previous=True,
            actor=leader,
            at=at,
        )
        place = queries.allocations_of(following).first()
        if place is not None:
            doing = [services.Doing(row.activity, row.role, row.statement) for row in place.activities.all()]
            asked = [services.Asking(row.competency, row.level, row.criticality) for row in place.competencies.all()]
            services.write_allocation(
                allocation=place,
                activities=[*doing[1:], services.Doing(statement="Looks after the hostel allotment register")],
                competencies=asked,
                note="Also nodal officer for training feedback",
                actor=leader,
            )
    return f"2 work orders, {len(queries.persons_touched(order.public_id))} people"
