"""The steps, in their order; each is a function of the walk, and says what it saw."""

from collections.abc import Callable

from igot.local.journey.walk import Stumbled, Walk
from igot.seed.people import DEMO_ACCOUNTS


def everybody_signs_in(walk: Walk) -> None:
    """Each demo account gets in and lands on a page of its own."""
    for account in DEMO_ACCOUNTS:
        page = walk.person(account.email, account.password).page
        if not page.heading:
            raise Stumbled(f"{account.email} landed on a page without a heading")
        walk.say(account.role, f"signed in as {account.email}; the first page says: {page.heading}")


STEPS: list[Callable[[Walk], None]] = [everybody_signs_in]
