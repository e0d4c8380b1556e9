"""What the player's pages show of a resource: files, captions, attempts, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from assessments.attempts import queries as attempts
from courses.authoring.models import Resource
from courses.learning.models import Enrolment
from courses.learning.queries import ATTEMPT_CONTEXT, attempt_context_id

if TYPE_CHECKING:
    from assessments.attempts.models import Attempt
    from igot.accounts.models import User

State = Enrolment.State
TONES: dict[str, str] = {
    State.ENROLLED: "neutral",
    State.IN_PROGRESS: "info",
    State.COMPLETED: "ok",
    State.WITHDRAWN: "neutral",
    State.EXPIRED: "warn",
}
STATES = [
    ("current", _("To continue")),
    ("completed", _("Completed")),
    ("withdrawn", _("Given up")),
    ("all", _("All")),
]


@dataclass(frozen=True)
class Track:
    """Captions in one language; the reader's own are on from the start."""

    language: str
    label: str
    asset_id: Any
    default: bool


@dataclass(frozen=True)
class Examination:
    """Where the learner stands with a paper."""

    open: "Attempt | None"
    best: "Attempt | None"
    voided: "Attempt | None"
    left: int
    possible_at: datetime | None

    @property
    def may_start(self) -> bool:
        """Whether a new attempt may be begun now."""
        return self.open is None and self.left > 0 and self.possible_at is None


def tracks(resource: Resource) -> list[Track]:
    """The captions, in the order of their languages, one of them on: the reader's, else the first."""
    rows = list(resource.captions.all())
    reader = (get_language() or "en").split("-")[0]
    languages = [row.language.split("-")[0] for row in rows]
    on = languages.index(reader) if reader in languages else 0
    return [
        Track(row.language, language_name(row.language), row.asset.public_id, number == on)
        for number, row in enumerate(rows)
    ]


def language_name(code: str) -> str:
    """The language's own name."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def content_language(resource: Resource, source: str, field: str = "body") -> str:
    """The language in which a text of the resource is shown: the reader's where it was translated, else the course's
    own.
    """
    reader = (get_language() or "en").split("-")[0]
    return reader if resource.translations.get(reader, {}).get(field) else source


def examination(user: "User", enrolment: Enrolment, resource: Resource, at: datetime) -> Examination | None:
    """Attempts made and left at the resource's paper; None where it has none."""
    if resource.paper is None:
        return None
    mine = attempts.standing(user, ATTEMPT_CONTEXT, attempt_context_id(enrolment, resource.key))
    possible = mine.next_possible_at(resource.paper)
    return Examination(
        open=mine.open,
        best=mine.best,
        voided=mine.voided,
        left=mine.left(resource.paper),
        possible_at=possible if possible is not None and possible > at else None,
    )
