"""The ways in which igot says no. One middleware and one API handler turn them into answers."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Refusal(Exception):
    """Base of all refusals: a stable `code` for clients, a `message` for people, an HTTP `status`."""

    status = 400
    code = "refused"
    message: Text = _("This cannot be done.")

    def __init__(self, message: Text | None = None, *, code: str | None = None) -> None:
        if message is not None:
            self.message = message
        if code is not None:
            self.code = code
        super().__init__(str(self.code))

    def __str__(self) -> str:
        return str(self.message)


class NotFound(Refusal):
    """Not there, or not yours: the two answer alike."""

    status = 404
    code = "not_found"
    message = _("This page or record does not exist, or is not open to you.")


class Denied(Refusal):
    """May see it, may not do it."""

    status = 403
    code = "denied"
    message = _("You may see this, but you do not have the right to do it.")


class Refused(Refusal):
    """What was asked breaks a rule: names the field and the remedy. `fields` maps field to messages."""

    status = 422
    code = "invalid"
    message = _("Please correct what is marked below.")

    def __init__(
        self,
        message: Text | None = None,
        *,
        field: str | None = None,
        fields: Mapping[str, Sequence[Text]] | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message, code=code)
        self.fields: dict[str, list[Text]] = {name: list(texts) for name, texts in (fields or {}).items()}
        if field is not None:
            self.fields.setdefault(field, []).append(self.message)


class Conflict(Refusal):
    """Somebody or something was quicker: the state is no longer the one that was seen."""

    status = 409
    code = "conflict"
    message = _("This has changed meanwhile. Reload the page and look again.")


class NotYet(Refusal):
    """It is theirs and it is coming: a worker has not got to it. To be asked again in a moment."""

    status = 503
    code = "not_yet"
    message = _("This is not there yet. Try again in a moment.")
