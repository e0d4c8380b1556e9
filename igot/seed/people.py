"""The demo's people: invented, plainly test persons with addresses under `.example`, where no mail is ever delivered.

They exist only where `settings.DEMO` is true; `manage.py seed` refuses to make them elsewhere.
"""

from dataclasses import dataclass
from typing import NamedTuple

from igot.seed.content import read

# One password for all of them, printed by `make demo`. It opens nothing but a demonstration.
DEMO_PASSWORD = "Karmayogi-demo-2026"  # noqa: S105

PLATFORM_ADMIN = "platform@igot.example"
PLAN_MANAGER = "plans@dopt.igot.example"
CBC_REVIEWER = "reviewer@cbc.igot.example"
LEADER = "leader@dopt.igot.example"
CREATOR = "creator@istm.igot.example"
CONTENT_REVIEWER = "reviewer@istm.igot.example"
PUBLISHER = "publisher@istm.igot.example"
SUPERVISOR = "supervisor@dopt.igot.example"
ASSESSOR = "assessor@dopt.igot.example"
LEARNER_WITH_HISTORY = "asha@dopt.igot.example"

CLIENT_ID = "demo-dopt"  # the API client that reads for the Department


class DemoAccount(NamedTuple):
    """A line of what `make demo` prints."""

    role: str
    email: str
    password: str
    what_to_try: str


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """A person to seed; `organisation` and `grants` name organisations by code, `designation` by its master name."""

    email: str
    name: str
    name_in_hindi: str
    organisation: str
    designation: str
    grants: tuple[tuple[str, str], ...] = ()
    language: str = "en"
    service: str = ""
    label: str = ""
    what_to_try: str = ""


def cast() -> list[DemoPerson]:
    """The people with a part in the demo, one for each role."""
    return [
        DemoPerson(**{**person, "grants": tuple((role, code) for role, code in person.get("grants", []))})
        for person in read("people.json")["cast"]
    ]


def crowd() -> list[DemoPerson]:
    """A few dozen further learners, the same ones each time, so that lists page and charts show differences."""
    data = read("people.json")
    names, designations = data["first_names"], data["crowd_designations"]
    places = [place for place in data["crowd"] for _ in range(place["people"])]
    return [
        DemoPerson(
            email=f"{names[i % len(names)]['name'].lower()}.{i + 1:02d}@{place['domain']}.igot.example",
            name=f"Test Person {names[i % len(names)]['name']} {i + 1:02d} (demo)",
            name_in_hindi=f"परीक्षण व्यक्ति {names[i % len(names)]['name_in_hindi']} {i + 1:02d} (डेमो)",
            organisation=place["organisation"],
            designation=designations[(i + 1) % len(designations)],
        )
        for i, place in enumerate(places)
    ]


DEMO_ACCOUNTS = [DemoAccount(person.label, person.email, DEMO_PASSWORD, person.what_to_try) for person in cast()]
