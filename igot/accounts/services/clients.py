"""Register and revoke the machines that read for an organisation."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AccessToken

from igot.accounts.facts import ClientRegistered, ClientRevoked
from igot.accounts.models import ApiClient
from igot.journal.facts import Person
from igot.journal.services import publish
from igot.kernel.errors import Refused
from igot.organisations.models import Organisation


@transaction.atomic
def register_client(
    *,
    name: str,
    organisation: Organisation,
    scopes: Sequence[str],
    client_id: str | None = None,
    secret: str | None = None,
    actor: Person | None,
    at: datetime,
) -> tuple[ApiClient, str]:
    """Register an OAuth 2.0 client (client credentials) for a subtree; returns it with its secret, known only now."""
    on_offer: Any = settings.OAUTH2_PROVIDER["SCOPES"]
    unknown = set(scopes) - set(on_offer)
    if unknown or not scopes:
        raise Refused(_("Choose at least one of the scopes on offer."), field="scopes")
    if not name.strip():
        raise Refused(_("Give the client a name."), field="name")
    secret = secret or secrets.token_urlsafe(32)
    client = ApiClient.objects.create(
        name=name.strip(),
        organisation=organisation,
        allowed_scopes=sorted(scopes),
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
        **({"client_id": client_id} if client_id else {}),
    )
    fact = ClientRegistered(client=client.client_id, scopes=sorted(scopes))
    publish(fact, organisation=organisation, actor=actor, at=at)
    return client, secret


@transaction.atomic
def revoke_client(*, client: ApiClient, actor: Person | None, at: datetime) -> None:
    """End a client and void its tokens at once."""
    AccessToken.objects.filter(application=client).delete()
    organisation, client_id = client.organisation, client.client_id
    client.delete()
    publish(ClientRevoked(client=client_id), organisation=organisation, actor=actor, at=at)
