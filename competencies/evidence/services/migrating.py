"""What people hold in one competency, counted for another by the crosswalk: previewed, then carried out once.

Which level a level becomes is the crosswalk's rule (`carried`, competencies.framework.crosswalk.queries). Each piece of
evidence is carried by itself, at the level it supports by its kind, with its day and its validity, so that whatever is
withdrawn later takes what was made of it along.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competencies.evidence import facts, queries
from competencies.evidence.models import Evidence, HoldingMigration
from competencies.evidence.rules import worth
from competencies.evidence.services.recording import CARRIED, record
from competencies.framework.crosswalk.queries import carried
from competencies.framework.models import CompetencyLink, Status
from igot.journal.services import publish
from igot.kernel.errors import Conflict, Refused
from igot.kernel.tenancy import subtree

if TYPE_CHECKING:
    from igot.accounts.models import User
    from igot.organisations.models import Organisation

State = HoldingMigration.State
CHUNK = 500


def level_map(link: CompetencyLink) -> dict[int, int]:
    """The level of the other competency that each level becomes; one that is missing is not carried."""
    becomes = {level.number: carried(level.number, link) for level in link.competency.scale.levels.all()}
    return {level: other for level, other in becomes.items() if other}


@transaction.atomic
def preview_migration(
    *, link: CompetencyLink, organisation: "Organisation", actor: "User", at: datetime
) -> HoldingMigration:
    """Count what would be carried for the people of an organisation's subtree, level by level; changes nothing yet.

    Raises Refused (`link`) where the crosswalk carries nothing, or the other competency is not in force.
    """
    if link.other.status != Status.APPROVED:
        raise Refused(_("The other competency is not in force, so nothing can be carried over to it."), field="link")
    mapped = level_map(link)
    if not mapped:
        raise Refused(
            _("The crosswalk carries nothing here: link the levels of the two scales first, or choose another."),
            field="link",
        )
    made: HoldingMigration = HoldingMigration.objects.create(
        organisation=organisation, link=link, report=_report(link, mapped), asked_by=actor, asked_at=at
    )
    return made


@transaction.atomic
def order_migration(*, migration: HoldingMigration, actor: "User", at: datetime) -> None:
    """Have a previewed migration carried out by a worker. Raises Conflict once it is ordered. Publishes
    MigrationOrdered."""
    locked = HoldingMigration.objects.select_for_update(of=("self",)).get(pk=migration.pk)
    if locked.state == State.DONE or "ordered_at" in locked.report:
        raise Conflict(_("This has been ordered already."))
    locked.report = {**locked.report, "ordered_at": at.isoformat()}
    locked.save(update_fields=["report"])
    fact = facts.MigrationOrdered(migration=str(locked.public_id))
    publish(fact, organisation=migration.organisation, actor=actor, subject=locked, at=at)


@transaction.atomic
def migrate_holdings(*, migration: str, at: datetime) -> int:
    """Carry the evidence over for the people of the organisation's subtree, by the migration's id. Returns how many
    pieces were new; whatever was carried before is found and left.

    Publishes EvidenceRecorded for each, and HoldingsMigrated.
    """
    found = queries.migration(migration)
    HoldingMigration.objects.select_for_update(of=("self",)).get(pk=found.pk)
    with subtree(found.organisation):
        return _migrate(queries.migration(migration), at)


def _migrate(locked: HoldingMigration, at: datetime) -> int:
    if locked.state == State.DONE:
        return 0
    mapped = level_map(locked.link)
    new = 0
    for piece in _pieces(locked.link):
        level = mapped.get(worth(piece.kind, piece.level))
        if level is not None and piece.learner.organisation_id is not None:
            new += _carry(piece, locked.link, level, at)
    locked.state, locked.done_at = State.DONE, at
    locked.report = {**locked.report, "carried": new}
    locked.save(update_fields=["state", "done_at", "report"])
    fact = facts.HoldingsMigrated(migration=str(locked.public_id), pieces=new)
    publish(fact, organisation=locked.organisation, actor=None, subject=locked, at=at)
    return new


def _carry(piece: Evidence, link: CompetencyLink, level: int, at: datetime) -> bool:
    names = link.competency.in_all_languages("name")
    titles = {
        language: f"{name}: {piece.titles.get(language) or piece.source_title}".removesuffix(": ")
        for language, name in names.items()
    }
    made = record(
        learner=piece.learner,
        competency=link.other,
        level=level,
        kind=piece.kind,
        source_kind=CARRIED,
        source_id=piece.public_id,
        source_title=titles,
        occurred_at=piece.occurred_at,
        valid_until=piece.valid_until,
        rater=piece.rater,
        at=at,
    )
    return made is not None


def _pieces(link: CompetencyLink) -> Iterator[Evidence]:
    """The evidence that counts, of the people of the open scope."""
    found = Evidence.objects.filter(competency=link.competency, withdrawal=None).order_by("pk")
    return found.select_related("learner__organisation", "rater").iterator(chunk_size=CHUNK)


def _report(link: CompetencyLink, mapped: dict[int, int]) -> dict[str, Any]:
    rows: Iterable[tuple[int, str, int]] = (
        Evidence.objects.filter(competency=link.competency, withdrawal=None)
        .order_by()
        .values_list("learner_id", "kind", "level")
    )
    pieces: Counter[int] = Counter()
    people: dict[int, set[int]] = {}
    for learner, kind, stated in rows:
        level = worth(kind, stated)
        pieces[level] += 1
        people.setdefault(level, set()).add(learner)
    return {
        "relation": link.relation,
        "levels": [
            {"from": level, "to": mapped.get(level), "pieces": pieces[level], "people": len(people[level])}
            for level in sorted(pieces)
        ],
        "people": len(set().union(*people.values())) if people else 0,
    }
