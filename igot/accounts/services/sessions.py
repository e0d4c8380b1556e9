"""End sessions and tokens."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AccessToken, RefreshToken

from igot.accounts.models import Role, RoleGrant, User
from igot.kernel.errors import Refused


def end_access(*, user: User, at: datetime) -> None:
    """Sign a person out everywhere and void their tokens. Raises Refused for the last platform administrator."""
    keep_a_platform_admin(losing=Q(user=user), at=at)
    for session in UserSession.objects.filter(user=user):
        session.end()
    AccessToken.objects.filter(user=user).delete()
    RefreshToken.objects.filter(user=user, revoked__isnull=True).update(revoked=at)


def keep_a_platform_admin(*, losing: Q, at: datetime) -> None:
    """Raise Refused when the grants in `losing` are the last by which anybody administers the platform."""
    current = RoleGrant.objects.select_for_update().filter(role=Role.PLATFORM_ADMIN, starts_at__lte=at, ends_at__gt=at)
    held = list(current.values_list("pk", flat=True))
    lost = set(current.filter(losing).values_list("pk", flat=True))
    if lost and not set(held) - lost:
        raise Refused(_("This is the last platform administrator. Appoint another one first."))
