"""The people: names from lists, posted where positions describe their designation as far as there are such."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password

from competencies.positions import queries as positions
from igot.kernel.clock import INDIA, FinancialYear, day_in_india
from igot.organisations import queries as organisations
from igot.seed.content import read
from igot.seed.people import DEMO_PASSWORD
from igot.seed.scale.chance import Chance
from igot.seed.scale.tables import Copy, array, take_ids
from igot.seed.scale.tree import Office

BATCH = 1_000
TAG = "scale"
# What people are where no position describes the office: the many below, the few above.
USUAL = (
    "Assistant Section Officer", "Assistant Section Officer", "Assistant Section Officer", "Section Officer",
    "Section Officer", "Under Secretary", "Deputy Secretary", "Upper Division Clerk", "Upper Division Clerk",
    "Lower Division Clerk", "Multi Tasking Staff", "Stenographer", "Accounts Officer", "Director",
)  # fmt: skip
SHARE_WITH_POSITION = 0.6
SHARE_IN_HINDI = 0.3


@dataclass(frozen=True, slots=True)
class Learner:
    """A person as the rest of the seed needs them."""

    number: int
    id: int
    public_id: str
    name: str
    name_in_hindi: str
    organisation: int
    path: str


def make_people(offices: list[Office], *, count: int, seed: int, at: datetime) -> Iterator[list[Learner]]:
    """Register so many people with profile, address and posting, in batches; each batch is written when it is given
    out.
    """
    writer = _Writer(offices, seed, at)
    places = _places(offices, count)
    for start in range(0, count, BATCH):
        yield writer.write(range(start, min(start + BATCH, count)), places)


def _places(offices: list[Office], count: int) -> list[int]:
    """For each person the place of their office in the list.

    What rounding leaves over is carried on to the next office of the tree, so that every branch has its share, too.
    """
    places: list[int] = []
    upto = 0.0
    for place, office in enumerate(offices):
        upto += office.weight * count
        places += [place] * (round(upto) - len(places))
    return places + [len(offices) - 1] * (count - len(places))


class _Writer:
    def __init__(self, offices: list[Office], seed: int, at: datetime) -> None:
        self.offices, self.seed = offices, seed
        data = read("scale.json")
        self.first, self.last = data["first_names"], data["last_names"]
        self.known = {found.name: found for found in organisations.designations_for(None)}
        self.titles = self._titles()
        self.year = FinancialYear.of(day_in_india(at))
        # One hash for all: a slow hash is made to be slow, and this password is printed on the terminal anyway.
        self.password = make_password(DEMO_PASSWORD)
        self.users = Copy(
            "accounts_user",
            ("id", "password", "public_id", "email", "name", "name_in_hindi", "mobile", "language", "is_active",
             "created_at", "designation_id", "organisation_id"),
        )  # fmt: skip
        self.profiles = Copy(
            "accounts_profile",
            ("user_id", "group", "service", "cadre", "employee_id", "external_id", "external_system", "office_pin",
             "mother_tongue", "tags", "gender", "category"),
        )  # fmt: skip
        self.addresses = Copy("account_emailaddress", ("user_id", "email", "verified", "primary"))
        self.postings = Copy(
            "accounts_posting", ("user_id", "organisation_id", "designation_id", "kind", "starts_on", "ends_on")
        )

    def _titles(self) -> dict[int, list[str]]:
        """By office: the designations that a position of it, or of one above, describes."""
        described: dict[str, list[str]] = defaultdict(list)
        for position in positions.positions():
            described[position.organisation.path].append(position.designation.name)
        return {
            office.organisation.pk: [
                name for path in organisations.prefixes(office.organisation.path) for name in described.get(path, [])
            ]
            for office in self.offices
        }

    def write(self, numbers: range, places: list[int]) -> list[Learner]:
        first = take_ids("accounts_user", len(numbers))
        made = [self._person(first + step, number, places[number]) for step, number in enumerate(numbers)]
        for table in (self.users, self.profiles, self.addresses, self.postings):
            table.send()
        return made

    def _person(self, pk: int, number: int, place: int) -> Learner:
        chance = Chance(self.seed, f"person:{number}")
        office = self.offices[place].organisation
        first, last = chance.one(self.first), chance.one(self.last)
        described = self.titles[office.pk]
        title = chance.one(described if described and chance.random() < SHARE_WITH_POSITION else USUAL)
        designation = self.known[title]
        joined = self._joined(chance)
        learner = Learner(
            number=number, id=pk, public_id=chance.uuid(), name=f"{first['name']} {last['name']}",
            name_in_hindi=f"{first['name_in_hindi']} {last['name_in_hindi']}", organisation=office.pk, path=office.path,
        )  # fmt: skip
        email = f"{first['name']}.{last['name']}.{number + 1:06d}@{office.slug}.igot.example".lower()
        language = "hi" if chance.random() < SHARE_IN_HINDI else "en"
        self.users.add(
            pk, self.password, learner.public_id, email, learner.name, learner.name_in_hindi, "", language, True,
            datetime.combine(joined, time(10), INDIA), designation.pk, office.pk,
        )  # fmt: skip
        self.profiles.add(
            pk, designation.group, "", "", f"S{number + 1:07d}", "", "", "", "", array(["demo", TAG]), "", ""
        )
        self.addresses.add(pk, email, True, True)
        self.postings.add(pk, office.pk, designation.pk, "substantive", joined, None)
        return learner

    def _joined(self, chance: Chance) -> date:
        """A day in the ten years before the present one began."""
        return self.year.first_day - timedelta(days=1 + int(chance.random() * 3650))
