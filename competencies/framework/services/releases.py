"""Publish the state of the dictionaries under a number."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from competencies.framework import facts
from competencies.framework.models import FrameworkRelease
from competencies.framework.queries.releases import changes_since, contents, releases
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Refused

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation


@transaction.atomic
def publish_release(
    *,
    title: str,
    notes: str,
    title_hi: str = "",
    notes_hi: str = "",
    organisation: "Organisation",
    actor: "User",
    at: datetime,
) -> FrameworkRelease:
    """Publish what is in force now, with what changed since the release before and what that does to whom.

    Raises Refused while nothing has changed, Conflict when somebody published at the same moment. Publishes
    FrameworkReleased.
    """
    last = releases().first()
    after = contents()
    changes = changes_since(last.contents if last is not None else {}, after)
    if not changes:
        raise Refused(_("Nothing has changed since the last release."), field="title")
    hindi = {name: text for name, text in (("title", title_hi), ("notes", notes_hi)) if text}
    try:
        with transaction.atomic():
            made = FrameworkRelease.objects.create(
                number=last.number + 1 if last is not None else 1,
                title=title,
                notes=notes,
                contents=after,
                changes=changes,
                translations={"hi": hindi} if hindi else {},
                published_by=actor,
                published_at=at,
            )
    except IntegrityError as error:
        raise Conflict(_("Somebody else has just published a release.")) from error
    fact = facts.FrameworkReleased(number=made.number, changes=len(changes))
    publish(fact, organisation=organisation, actor=actor, subject=made, at=at)
    return made
