"""The only writers of people, postings, grants and clients."""

from igot.accounts.services.clients import register_client, revoke_client
from igot.accounts.services.grants import end_grant, grant_role
from igot.accounts.services.people import (
    Newcomer,
    add_people,
    add_person,
    change_profile,
    deactivate,
    post_person,
    reactivate,
    set_language,
    set_supervisor,
    transfer,
)

__all__ = [
    "Newcomer",
    "add_people",
    "add_person",
    "change_profile",
    "deactivate",
    "end_grant",
    "grant_role",
    "post_person",
    "reactivate",
    "register_client",
    "revoke_client",
    "set_language",
    "set_supervisor",
    "transfer",
]
