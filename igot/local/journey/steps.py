"""The steps, in their order; each is a function of the walk, and says what it saw."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from igot.local.journey import calling, learning, planning, providing, proving
from igot.local.journey.walk import Stumbled, Walk
from igot.seed.people import DEMO_ACCOUNTS

AT_ONCE = 4


def everybody_signs_in(walk: Walk) -> None:
    """Each demo account gets in and lands on a page of its own."""
    with ThreadPoolExecutor(max_workers=AT_ONCE) as door:
        people = list(door.map(walk.person, [account.email for account in DEMO_ACCOUNTS]))
    for person in people:
        if not person.page.heading:
            raise Stumbled(f"{person.name} landed on a page without a heading")
    walk.say("everybody", f"all {len(DEMO_ACCOUNTS)} demo accounts sign in and land on a page of their own")


STEPS: list[Callable[[Walk], None]] = [
    providing.a_course_is_made,
    providing.the_course_is_released,
    providing.the_catalogue_shows_it_to_some,
    planning.a_plan_is_drafted,
    planning.the_plan_is_reviewed,
    planning.the_plan_is_published,
    learning.my_igot_shows_what_is_due,
    learning.the_course_is_taken,
    proving.the_leader_sees_it_begun,
    calling.a_client_reads_what_is_asked,
    everybody_signs_in,
    learning.the_document_is_read,
    learning.the_assessment_is_passed,
    proving.the_certificate_is_drawn,
    proving.the_rest_follows,
    proving.the_leader_sees_it,
    calling.a_client_reads_what_was_done,
]
