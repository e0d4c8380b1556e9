"""Read the attempts of an organisation's people: who, at what, when and how it ended; never the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from assessments.attempts.models import Attempt

if TYPE_CHECKING:
    from igot.organisations.models import Organisation


def attempts_in(organisation: Organisation, text: str = "", state: str = "") -> QuerySet[Attempt]:
    """The attempts of those who serve in the subtree now, the latest first; each word of `text` is looked for in the
    person's names and address and in the titles.
    """
    found: QuerySet[Attempt] = Attempt.objects.filter(organisation__path__startswith=organisation.path)
    for word in text.split()[:10]:
        found = found.filter(
            Q(learner__name__icontains=word)
            | Q(learner__name_in_hindi__icontains=word)
            | Q(learner__email__icontains=word)
            | Q(version__title__icontains=word)
            | Q(version__translations__hi__title__icontains=word)
            | Q(result__title__icontains=word)
        )
    if state in Attempt.State.values:
        found = found.filter(state=state)
    return found.select_related("learner", "organisation", "version").order_by("-pk")
