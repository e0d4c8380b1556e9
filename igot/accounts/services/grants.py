"""Give and end rights."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from igot.accounts.facts import GrantEnded, RoleGranted
from igot.accounts.models import Role, RoleGrant, User
from igot.accounts.services.sessions import keep_a_platform_admin
from igot.journal.facts import Person
from igot.journal.services import publish
from igot.kernel.errors import Refused
from igot.organisations.models import Organisation


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    organisation: Organisation,
    starts_at: datetime,
    ends_at: datetime,
    actor: User | None,
    at: datetime,
) -> RoleGrant:
    """Give a role in a subtree for a time. An equal grant that lasts as long is returned as it is.

    Raises Refused when the time is wrong or somebody gives a right to themselves.
    """
    if role not in Role.values:
        raise Refused(_("There is no such role."), field="role")
    if ends_at <= max(starts_at, at):
        raise Refused(_("The grant must end in the future, after it begins."), field="ends_at")
    if actor is not None and actor.pk == user.pk:
        raise Refused(_("Nobody can give a role to themselves. Ask another administrator."), field="user")
    same = RoleGrant.objects.select_for_update().filter(user=user, role=role, organisation=organisation)
    held = same.filter(starts_at__lte=starts_at, ends_at__gte=ends_at).first()
    if held is not None:
        return held
    grant = RoleGrant.objects.create(
        user=user, role=role, organisation=organisation, starts_at=starts_at, ends_at=ends_at, granted_by=actor
    )
    fact = RoleGranted(grant=str(grant.public_id), person=str(user.public_id), role=role)
    publish(fact, organisation=organisation, actor=actor, subject=grant, at=at)
    return grant


@transaction.atomic
def end_grant(*, grant: RoleGrant, actor: Person | None, at: datetime) -> RoleGrant:
    """End a grant now. Ending an ended one changes nothing. Raises Refused for the last platform administrator."""
    keep_a_platform_admin(losing=Q(pk=grant.pk), at=at)
    if RoleGrant.objects.filter(pk=grant.pk, ends_at__gt=at).update(ends_at=max(at, grant.starts_at)):
        fact = GrantEnded(grant=str(grant.public_id), person=str(grant.user.public_id), role=grant.role)
        publish(fact, organisation=grant.organisation, actor=actor, subject=grant, at=at)
        grant.refresh_from_db()
    return grant
