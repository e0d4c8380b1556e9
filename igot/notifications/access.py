"""Who may open a notice: nobody but the person it was written to."""

from typing import TYPE_CHECKING
from uuid import UUID

from igot.notifications import queries
from igot.notifications.models import Notice

if TYPE_CHECKING:
    from igot.accounts.models import User


def notice_to_open(user: "User", public_id: UUID) -> Notice:
    """The person's own notice. Raises NotFound for anybody else's."""
    return queries.notice_of(user, public_id)
