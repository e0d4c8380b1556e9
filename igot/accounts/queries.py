"""Read people and their rights."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Lower

from igot.accounts.models import ApiClient, Posting, RoleGrant, User
from igot.kernel.errors import NotFound
from igot.kernel.statements import Statement
from igot.organisations.models import Organisation


def keys_of(public_ids: "Iterable[UUID | str]") -> dict[str, int]:
    """The keys of the people with these public ids, by the id as text; one query."""
    rows = User.objects.filter(public_id__in=set(public_ids)).values_list("public_id", "pk")
    return {str(public_id): pk for public_id, pk in rows}


def person(public_id: UUID | str) -> User:
    """The person with this public id. Raises NotFound."""
    found = User.objects.select_related("organisation", "designation").filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def people(public_ids: Iterable[UUID | str]) -> list[User]:
    """The people with these public ids, in the order of their keys."""
    found = User.objects.select_related("organisation", "designation").filter(public_id__in=list(public_ids))
    return list(found.order_by("pk"))


def by_email(email: str) -> User | None:
    """The person with this e-mail, whatever its case."""
    return User.objects.filter(email__iexact=email.strip()).first()


def by_emails(emails: Iterable[str]) -> dict[str, User]:
    """The people with these e-mails (given in lower case), with their profiles and places, by e-mail in lower case."""
    wanted = {email.strip().lower() for email in emails}
    found = User.objects.annotate(lower_email=Lower("email")).filter(lower_email__in=wanted)
    return {user.email.lower(): user for user in found.select_related("organisation", "designation", "profile")}


def by_mobiles(mobiles: Iterable[str]) -> dict[str, User]:
    """The people with these mobile numbers, by number."""
    return {user.mobile: user for user in User.objects.filter(mobile__in={mobile for mobile in mobiles if mobile})}


def people_in(organisation: Organisation) -> QuerySet[User]:
    """The active people who serve in the organisation or below it."""
    return User.objects.filter(is_active=True, organisation__path__startswith=organisation.path)


def search_people(organisation: Organisation, text: str) -> QuerySet[User]:
    """People of the subtree, active or not, whose name or e-mail contains the text."""
    found = User.objects.filter(organisation__path__startswith=organisation.path).select_related(
        "organisation", "designation"
    )
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(name_in_hindi__icontains=word) | Q(email__icontains=word))
    return found.order_by("name", "pk")


def team_of(user: User) -> QuerySet[User]:
    """The active people whose supervisor the person is, by name."""
    found = User.objects.filter(supervisor=user, is_active=True).select_related("organisation", "designation")
    return found.order_by("name", "pk")


def postings_of(user: User) -> QuerySet[Posting]:
    """Where the person serves and served, newest first."""
    return Posting.objects.filter(user=user).select_related("organisation", "designation").order_by("-starts_on", "-pk")


def grants_of(user: User, at: datetime) -> QuerySet[RoleGrant]:
    """The grants in force, with their organisations, highest in the tree first."""
    return _grants(user.pk, at)


def _grants(user: int, at: datetime) -> QuerySet[RoleGrant]:
    current = RoleGrant.objects.filter(user=user, starts_at__lte=at, ends_at__gt=at).select_related("organisation")
    return current.order_by("organisation__path", "role")


# Asked on every page, for its navigation.
_GRANTS = Statement(_grants, user="bigint", at="timestamptz")


def current_grants_of(user: User, at: datetime) -> list[RoleGrant]:
    """The same as a list."""
    return _GRANTS(user=user.pk, at=at)


def grants_within(organisation: Organisation, at: datetime) -> QuerySet[RoleGrant]:
    """The grants in force in a subtree, for its administrators."""
    current = RoleGrant.objects.filter(
        organisation__path__startswith=organisation.path, starts_at__lte=at, ends_at__gt=at
    )
    return current.select_related("user", "organisation", "granted_by").order_by("user__name", "role", "pk")


def people_with_role(role: str | Iterable[str], organisation: Organisation, at: datetime) -> QuerySet[User]:
    """The active people whose grant of the role (or of one of them) reaches the organisation."""
    roles = [role] if isinstance(role, str) else list(role)
    reaching = (
        RoleGrant.objects.annotate(place=Value(organisation.path))
        .filter(role__in=roles, starts_at__lte=at, ends_at__gt=at, place__startswith=F("organisation__path"))
        .values("user")
    )
    return User.objects.filter(pk__in=reaching, is_active=True).order_by("pk")


def clients_of(organisation: Organisation) -> QuerySet[ApiClient]:
    """The API clients of a subtree, newest first."""
    found = ApiClient.objects.filter(organisation__path__startswith=organisation.path)
    return found.select_related("organisation").order_by("-pk")


def people_named(ids: Iterable[int | None]) -> dict[int, User]:
    """The people with these ids, for lists that show names."""
    return User.objects.in_bulk([pk for pk in ids if pk is not None])


def names_by_public_id(ids: Iterable[str]) -> dict[str, str]:
    """What the people with these public ids are called, for lists that know no more of them."""
    return {str(user.public_id): user.display_name for user in User.objects.filter(public_id__in=set(ids))}
