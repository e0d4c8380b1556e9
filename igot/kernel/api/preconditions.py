"""`If-Match`: change only what the caller has seen (RFC 9110, 13.1.1)."""

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from igot.kernel.errors import Refusal


class NotAsSeen(Refusal):
    """Somebody was quicker: the record is no longer the one that `If-Match` names."""

    status = 412
    code = "changed_meanwhile"
    message = _("This has changed since you read it. Read it again, and send your change with its new ETag.")


class EtagWanted(Refusal):
    """A change without a word about what it is based on could undo another's work (RFC 6585, 3)."""

    status = 428
    code = "if_match_required"
    message = _("Send the ETag of what you have read in the header If-Match, so that nobody's work is lost.")


def seen(request: Request) -> str | None:
    """The ETag the caller bases the change on, without its quotes; None for `*`. Raises EtagWanted without one."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise EtagWanted
    return None if given == "*" else given.removeprefix("W/").strip('"')
