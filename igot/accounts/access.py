"""Doors: who may act where."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from igot.accounts.models import ApiClient, Role, RoleGrant, User
from igot.accounts.queries import clients_of, current_grants_of
from igot.kernel.clock import now
from igot.kernel.errors import Denied, NotFound
from igot.kernel.tenancy import subtree
from igot.organisations import queries as organisations
from igot.organisations.access import is_within
from igot.organisations.models import Organisation

__all__ = ["Role", "acts_for", "grants_for_switcher", "may", "organisation_for_api", "organisation_to_administer"]


def current_grants(user: User, at: datetime | None = None) -> list[RoleGrant]:
    """The grants in force; kept on the user object, which lives as long as a request."""
    if at is not None:
        return current_grants_of(user, at)
    if not hasattr(user, "_current_grants"):
        user._current_grants = current_grants_of(user, now())  # type: ignore[attr-defined]
    return user._current_grants  # type: ignore[attr-defined,no-any-return]


def may(
    user: User, roles: str | tuple[str, ...] | list[str], organisation: Organisation, at: datetime | None = None
) -> bool:
    """Whether the person holds one of the roles by a grant that reaches the organisation."""
    if not user.is_authenticated or not user.is_active:
        return False
    wanted = {roles} if isinstance(roles, str) else set(roles)
    return any(
        grant.role in wanted and is_within(organisation, grant.organisation) for grant in current_grants(user, at)
    )


def organisation_to_administer(user: User, slug: str, *roles: str) -> Organisation:
    """The organisation of an administrator's page. NotFound for strangers; Denied with another role there."""
    organisation = organisations.by_slug(slug)
    return _opened(user, organisation, roles)


def _opened(user: User, organisation: Organisation, roles: tuple[str, ...]) -> Organisation:
    reaching = [grant for grant in current_grants(user) if is_within(organisation, grant.organisation)]
    if not reaching:
        raise NotFound
    if roles and not any(grant.role in roles for grant in reaching):
        raise Denied
    return organisation


def acts_for(*roles: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For `view(request, organisation, ...)` under `/o/<slug>/`: open the door and that organisation's tenancy."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, slug: str, **kwargs: Any) -> HttpResponse:
            organisation = organisation_to_administer(request.user, slug, *roles)  # type: ignore[arg-type]
            request.organisation = organisation  # type: ignore[attr-defined]
            with subtree(organisation):
                response = view(request, organisation, *args, **kwargs)
                if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                    response = response.render()
            return response

        opened.roles = roles  # type: ignore[attr-defined]
        return opened

    return decorate


def operators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For pages of those who run the platform, its administrators. NotFound for all others."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not any(grant.role == Role.PLATFORM_ADMIN for grant in current_grants(request.user)):  # type: ignore[arg-type]
            raise NotFound
        return view(request, *args, **kwargs)

    return opened


def organisation_for_api(
    request: Any, public_id: UUID | str, *, scopes: tuple[str, ...], roles: tuple[str, ...]
) -> Organisation:
    """The organisation of an API call: within reach of the token's client, with a scope, or of a role.

    Callers open `subtree(organisation)` around what they read. NotFound beyond reach; Denied without the scope or role.
    """
    organisation = organisations.by_public_id(UUID(str(public_id)))
    client = client_of(request)
    if client is None:
        return _opened(request.user, organisation, roles)
    if client.organisation is None or not is_within(organisation, client.organisation):
        raise NotFound
    if not request.auth.allow_scopes(list(scopes)):
        raise Denied
    return organisation


def client_of(request: Any) -> ApiClient | None:
    """The client whose token the call carries; None for a person's session."""
    return getattr(getattr(request, "auth", None), "application", None)


def reach(request: Any) -> QuerySet[Organisation]:
    """The organisations an API caller reaches. A client needs the scope `organisations:read` (else Denied)."""
    client = client_of(request)
    if client is not None:
        if not request.auth.allow_scopes(["organisations:read"]):
            raise Denied
        return organisations.subtree_of(client.organisation) if client.organisation else Organisation.objects.none()
    tops = [grant.organisation for grant in current_grants(request.user)] or [request.user.organisation]
    found = Organisation.objects.none()
    for top in tops:
        if top is not None:
            found = found | organisations.subtree_of(top)
    return found.distinct().order_by("path")


def grants_for_switcher(user: User) -> list[RoleGrant]:
    """What the person may act for."""
    return current_grants(user)


def person_to_administer(organisation: Organisation, public_id: UUID) -> User:
    """A person who serves in the subtree. Raises NotFound."""
    people = User.objects.select_related("organisation", "designation", "supervisor")
    found = people.filter(public_id=public_id).first()
    if found is None or found.organisation is None or not is_within(found.organisation, organisation):
        raise NotFound
    return found


# Which roles the holder of a role may pass on, within the subtree of the own grant. Nobody grants more than they hold:
# a platform administrator appoints administrators, an administrator appoints those who work for the organisation.
PASSES_ON: dict[str, tuple[str, ...]] = {
    Role.PLATFORM_ADMIN: tuple(Role.values),
    Role.ORGANISATION_ADMIN: (
        Role.ORGANISATION_ADMIN,
        Role.ORGANISATION_LEADER,
        Role.PLAN_MANAGER,
        Role.FRAC_AUTHOR,
        Role.ASSESSOR,
        Role.FINDER,
        Role.AUDITOR,
    ),
    Role.PROVIDER_ADMIN: (
        Role.PROVIDER_ADMIN,
        Role.CONTENT_CREATOR,
        Role.CONTENT_REVIEWER,
        Role.CONTENT_PUBLISHER,
    ),
}


def roles_to_pass_on(user: User, organisation: Organisation) -> list[str]:
    """The roles a person may give in an organisation, in the order of the list of roles."""
    held = {grant.role for grant in current_grants(user) if is_within(organisation, grant.organisation)}
    given = {role for holder in held for role in PASSES_ON.get(holder, ())}
    return [role for role in Role.values if role in given]


def grant_to_end(user: User, organisation: Organisation, public_id: UUID) -> RoleGrant:
    """A grant of the subtree whose role the person may pass on. NotFound beyond it; Denied for another's role."""
    grant = RoleGrant.objects.select_related("user", "organisation").filter(public_id=public_id).first()
    if grant is None or not is_within(grant.organisation, organisation):
        raise NotFound
    if grant.role not in roles_to_pass_on(user, organisation):
        raise Denied
    return grant


def client_to_revoke(organisation: Organisation, client_id: str) -> ApiClient:
    """A client of the subtree. Raises NotFound."""
    found = clients_of(organisation).filter(client_id=client_id).first()
    if found is None:
        raise NotFound
    return found
