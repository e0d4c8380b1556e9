"""People, their postings and rights, and the clients that act for an organisation."""

from igot.accounts.models.clients import ApiClient, IdempotentRequest
from igot.accounts.models.grants import Role, RoleGrant
from igot.accounts.models.people import Posting, Profile, User

__all__ = ["ApiClient", "IdempotentRequest", "Posting", "Profile", "Role", "RoleGrant", "User"]
