"""For whom the catalogue is read: a person, or the organisation a client's token stands for."""

from typing import TYPE_CHECKING, Any

from igot.accounts.access import client_of
from igot.kernel.errors import Denied

if TYPE_CHECKING:
    from igot.organisations.models import Organisation


def reading_organisation(request: Any) -> "Organisation | None":
    """The organisation whose view of the catalogue an API call gets. Raises Denied for a token without
    `catalogue:read`."""
    client = client_of(request)
    if client is None:
        return request.user.organisation  # type: ignore[no-any-return]
    if not request.auth.allow_scopes(["catalogue:read"]):
        raise Denied
    return client.organisation
