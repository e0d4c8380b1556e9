"""The tree at its full size: subordinate offices below the demo's organisations, and how many people each one has."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from igot.organisations import queries, services
from igot.seed.content import read
from igot.seed.steps import MissingPart

if TYPE_CHECKING:
    from igot.organisations.models import Organisation

MINISTRY = "M-FIN"
SHARE_OF_MINISTRY = 0.20
# Subordinate offices: above whom, how the office is called, in Hindi, and how many of the cities have one.
OFFICES = (
    ("CBDT", "Commissionerate of Income Tax", "आयकर आयुक्तालय", 14),
    ("CBIC", "Commissionerate of GST and Customs", "जीएसटी और सीमा शुल्क आयुक्तालय", 14),
    ("DOP", "Postal Division", "डाक मंडल", 12),
    ("NR", "Divisional Railway Office", "मंडल रेल कार्यालय", 8),
    ("MHA", "Regional Office, Home Affairs,", "गृह मंत्रालय क्षेत्रीय कार्यालय", 6),
    ("NHAI", "Regional Office, Highways,", "राजमार्ग क्षेत्रीय कार्यालय", 8),
    ("MOSPI", "Field Office, Statistics,", "सांख्यिकी क्षेत्रीय कार्यालय", 8),
    ("MOHFW", "Regional Health Office", "क्षेत्रीय स्वास्थ्य कार्यालय", 6),
)
# Where nobody of the crowd serves: the root, and bodies that are a handful of people.
WITHOUT = {"GOI", "PMHRC", "CBC", "KB"}
WEIGHTS = {"ministry": 3, "state": 4, "department": 4, "organisation": 6, "institution": 1, "provider": 1}


@dataclass(frozen=True)
class Office:
    """A place of work, and its share of all people."""

    organisation: "Organisation"
    weight: float


def grow(*, at: datetime) -> int:
    """Add the subordinate offices that are missing; returns how many."""
    cities = read("scale.json")["cities"]
    added = 0
    for code, name, name_in_hindi, count in OFFICES:
        parent = queries.by_code(code)
        if parent is None:
            raise MissingPart(f"the offices need {code}")
        for number, city in enumerate(cities[:count], start=1):
            own = f"{code}-{number:02d}"
            if queries.by_code(own) is not None:
                continue
            services.create_organisation(
                parent=parent,
                code=own,
                slug=own.lower(),
                name=f"{name} {city['name']}",
                kind="organisation",
                translations={"hi": {"name": f"{name_in_hindi} {city['name_in_hindi']}"}},
                actor=None,
                at=at,
            )
            added += 1
    return added


def offices() -> list[Office]:
    """Every place of work with its share of all people; the ministry and what is below it have a fifth together."""
    ministry = queries.by_code(MINISTRY)
    tops = [queries.root(), *(queries.by_code(row["code"]) for row in _states())]
    if ministry is None or None in tops:
        raise MissingPart("the people need the demo's organisations")
    everything = [
        node for top in tops if top is not None for node in queries.subtree_of(top) if node.code not in WITHOUT
    ]
    raw = {node.pk: float(WEIGHTS.get(node.kind, 1)) for node in everything}
    inside = {node.pk for node in everything if node.path.startswith(ministry.path)}
    within = sum(raw[pk] for pk in inside)
    without = sum(raw.values()) - within
    return [
        Office(
            node,
            raw[node.pk] * (SHARE_OF_MINISTRY / within if node.pk in inside else (1 - SHARE_OF_MINISTRY) / without),
        )
        for node in everything
    ]


def _states() -> list[dict[str, str]]:
    return [row for row in read("frac/organisations.json")["organisations"] if row["kind"] == "state"]
