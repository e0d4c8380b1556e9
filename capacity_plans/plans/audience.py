"""Whom an item asks: the audience grammar, one rule read three ways (as a query, for one person, as words).

A rule is `{"everyone": true}`, `{"designation": [uuid]}`, `{"group": ["A"]}`, `{"organisation": [uuid]}` (each with
what lies
below it), `{"people": [uuid]}`, or `{"all": [rule, ...]}` and `{"any": [rule, ...]}` of such. It never reaches
outside the subtree of the plan's organisation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from igot.accounts.queries import people_in
from igot.kernel.errors import Refused
from igot.organisations.queries import designations_for, subtree_of

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

Rule = Mapping[str, Any]
Because = dict[str, str]

LEAVES = ("everyone", "designation", "group", "organisation", "people")
NESTED = ("all", "any")
DEEPEST = 5
MOST_NAMES = 5_000
GROUPS = ("A", "B", "C", "D", "contract", "other")
FIELDS = (
    "id", "public_id", "organisation_id", "organisation__path", "designation__public_id",
    "designation__same_as__public_id", "profile__group", "designation__group",
)  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """What a rule may look at in a person."""

    id: int
    public_id: str
    organisation_id: int
    path: str
    designations: frozenset[str]
    group: str


def candidates(people: "QuerySet[User]") -> list[Candidate]:
    """The people as rules see them, in one query. A designation that is another's alias counts as both."""
    return [
        Candidate(
            id=pk,
            public_id=str(public_id),
            organisation_id=organisation,
            path=path or "",
            designations=frozenset(str(key) for key in (designation, same_as) if key is not None),
            group=own_group or group_of_office or "",
        )
        for pk, public_id, organisation, path, designation, same_as, own_group, group_of_office in people.values_list(
            *FIELDS
        )
    ]


class Audience:
    """A rule whose names have been looked up once, ready for many people."""

    def __init__(self, rule: Rule, organisation: "Organisation") -> None:
        self.rule = rule
        named = names_in(rule)["organisation"]
        below = subtree_of(organisation).filter(public_id__in=named) if named else None
        self._paths = (
            {str(key): path for key, path in below.values_list("public_id", "path")} if below is not None else {}
        )

    def condition(self, rule: Rule | None = None) -> Q:  # noqa: PLR0911 - one for each kind of rule
        """The rule as a condition on people; a rule that names nothing (any more) matches nobody."""
        kind, value = _parts(self.rule if rule is None else rule)
        if kind == "all":
            return _joined((self.condition(inner) for inner in value), Q.AND)
        if kind == "any":
            return _joined((self.condition(inner) for inner in value), Q.OR)
        if kind == "everyone":
            return Q(pk__isnull=False)
        if kind == "designation":
            return Q(designation__public_id__in=value) | Q(designation__same_as__public_id__in=value)
        if kind == "group":
            no_own = Q(profile__isnull=True) | Q(profile__group="")
            return Q(profile__group__in=value) | (no_own & Q(designation__group__in=value))
        if kind == "organisation":
            paths = [self._paths[key] for key in map(str, value) if key in self._paths]
            return _joined((Q(organisation__path__startswith=path) for path in paths), Q.OR)
        return Q(public_id__in=value)

    def because(self, person: Candidate, rule: Rule | None = None) -> list[Because]:  # noqa: PLR0911
        """Why the rule asks this person: what matched, as `{"rule": kind, "id": ...}`; empty where it does not
        ask them.
        """
        kind, value = _parts(self.rule if rule is None else rule)
        if kind in NESTED:
            each = [self.because(person, inner) for inner in value]
            if not each or (kind == "all" and not all(each)):
                return []
            return [part for parts in each for part in parts]
        if kind == "everyone":
            return [{"rule": "everyone"}]
        if kind == "designation":
            return [{"rule": kind, "id": key} for key in map(str, value) if key in person.designations]
        if kind == "group":
            return [{"rule": kind, "id": person.group}] if person.group and person.group in value else []
        if kind == "organisation":
            reached = (key for key in map(str, value) if key in self._paths)
            return [{"rule": kind, "id": key} for key in reached if person.path.startswith(self._paths[key])]
        return [{"rule": "people"}] if person.public_id in map(str, value) else []


def matching(rule: Rule, organisation: "Organisation") -> "QuerySet[User]":
    """The people in the organisation's subtree whom the rule asks."""
    return people_in(organisation).filter(Audience(rule, organisation).condition())


def explain(rule: Rule, user: "User", organisation: "Organisation") -> list[Because]:
    """Why the rule asks this person; empty where it does not, or where they serve outside the organisation."""
    found = candidates(people_in(organisation).filter(pk=user.pk))
    return Audience(rule, organisation).because(found[0]) if found else []


def check(rule: Any, organisation: "Organisation") -> dict[str, Any]:
    """The rule in its normal form. Raises Refused (field `audience`) where it is not one, or names what is not
    there.
    """
    normal = _checked(rule, 1)
    names = names_in(normal)
    _all_there(
        names["designation"],
        designations_for(organisation),
        _("One of the designations is not used in this organisation."),
    )
    _all_there(
        names["organisation"], subtree_of(organisation), _("One of the organisations does not lie below this one.")
    )
    _all_there(
        names["people"], people_in(organisation), _("One of the people named does not serve in this organisation.")
    )
    return normal


def _all_there(ids: set[str], rows: "QuerySet[Any]", message: str) -> None:
    if ids and rows.filter(public_id__in=ids).count() != len(ids):
        raise Refused(message, field="audience")


def _checked(rule: Any, depth: int) -> dict[str, Any]:
    if not isinstance(rule, Mapping) or len(rule) != 1 or depth > DEEPEST:
        raise Refused(
            _("Say whom the item asks: everyone, or some by designation, group, organisation or name."),
            field="audience",
        )
    kind, value = _parts(rule)
    if kind == "everyone" and value is True:
        return {"everyone": True}
    if kind not in (*LEAVES[1:], *NESTED) or not isinstance(value, list) or not value:
        raise Refused(
            _("Say whom the item asks: everyone, or some by designation, group, organisation or name."),
            field="audience",
        )
    if len(value) > MOST_NAMES:
        raise Refused(
            _("Name at most %(most)s, or choose by designation or organisation.") % {"most": MOST_NAMES},
            field="audience",
        )
    if kind in NESTED:
        return {kind: [_checked(inner, depth + 1) for inner in value]}
    if kind == "group":
        if not set(map(str, value)) <= set(GROUPS):
            raise Refused(_("A group is one of %(groups)s.") % {"groups": ", ".join(GROUPS)}, field="audience")
        return {kind: sorted(set(value))}
    try:
        return {kind: sorted({str(UUID(str(key))) for key in value})}
    except ValueError as error:
        raise Refused(_("One of the names in the audience is not an identifier."), field="audience") from error


def _parts(rule: Rule) -> tuple[str, Any]:
    return next(iter(rule.items())) if rule else ("any", [])


def _joined(conditions: Iterable[Q], connector: str) -> Q:
    joined = Q()
    for condition in conditions:
        joined = joined | condition if connector == Q.OR else joined & condition
    return joined if joined.children else Q(pk__in=[])


def names_in(rule: Rule) -> dict[str, set[str]]:
    """All identifiers in the rule, by kind."""
    found: dict[str, set[str]] = {"designation": set(), "organisation": set(), "people": set()}
    kind, value = _parts(rule)
    if kind in NESTED:
        for inner in value:
            for name, ids in names_in(inner).items():
                found[name] |= ids
    elif kind in found:
        found[kind] |= set(map(str, value))
    return found
