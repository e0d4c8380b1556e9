"""Two decisions at the same moment: one of them counts."""

import threading
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from competencies.framework.models import Competency, ReviewDecision
from competencies.framework.services import merge_items, propose, start_revision, submit
from igot.accounts.access import Role
from igot.approvals import services as approvals
from igot.approvals.models import Request
from igot.kernel.errors import Conflict, Refused
from igot.kernel.tenancy import everywhere
from tests.cast import Cast
from tests.competencies.conftest import framework

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None, now: datetime) -> Any:
    from competencies.framework.services import import_framework

    cast = Cast(now)
    import_framework(data=framework(), organisation=cast.goi, actor=None, at=now)
    cast.author = cast.grant(cast.person("author", cast.dopt), Role.FRAC_AUTHOR, cast.dopt)  # type: ignore[attr-defined]
    cast.first = cast.grant(cast.person("first", cast.cbc), Role.FRAC_REVIEWER, cast.goi)  # type: ignore[attr-defined]
    cast.boards = [  # type: ignore[attr-defined]
        cast.grant(cast.person(f"board{number}", cast.cbc), Role.CBC_REVIEWER, cast.goi) for number in range(4)
    ]
    return cast


def at_once(verbs: list[Any]) -> list[str]:
    """What became of verbs that begin together."""
    gate, ends = threading.Barrier(len(verbs)), []

    def run(verb: Any) -> None:
        gate.wait()
        try:
            with everywhere():
                verb()
            ends.append("done")
        except (Conflict, Refused):
            ends.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(ends)


def test_a_wording_is_approved_or_returned_once(people: Any, now: datetime) -> None:
    with everywhere():
        item = Competency.objects.get(code="FUN-001")
        own = {"actor": people.author, "at": now}
        revision = start_revision(kind="competency", organisation=people.dopt, item_id=item.public_id, **own)
        submit(revision=revision, **own)
        request = Request.objects.get(subject_id=revision.public_id)
        approvals.approve(request=request, actor=people.first, at=now)
    verbs = [
        lambda: approvals.approve(request=request, step=2, actor=people.boards[0], at=now),
        lambda: approvals.approve(request=request, step=2, actor=people.boards[1], at=now),
        lambda: approvals.send_back(request=request, step=2, comment="No", actor=people.boards[2], at=now),
    ]
    assert at_once(verbs) == ["done", "late", "late"]
    item.refresh_from_db()
    last = ReviewDecision.objects.filter(action__in=["approved", "returned"]).get()
    assert item.version == (2 if last.action == "approved" else 1)


def test_one_new_version_is_begun_by_two_authors(people: Any, now: datetime) -> None:
    item = Competency.objects.get(code="FUN-001")
    same = {"kind": "competency", "organisation": people.dopt, "item_id": item.public_id, "at": now}
    verbs = [lambda actor=actor: start_revision(**same, actor=actor) for actor in people.boards[:2]]
    assert at_once(verbs) == ["done", "late"]


def test_a_proposal_is_decided_once_however_many_tabs_are_open(people: Any, now: datetime) -> None:
    with everywhere():
        one, other = Competency.objects.get(code="FUN-001"), Competency.objects.get(code="BEH-001")
        mine: dict[str, Any] = {"kind": "competency", "organisation": people.dopt, "actor": people.author, "at": now}
        propose(item=one, other=other, change="merge", reason="The same", **mine)
        propose(item=other, other=one, change="merge", reason="The same", **mine)
        first, second = Request.objects.order_by("pk")
        for request in (first, second):
            approvals.approve(request=request, actor=people.first, at=now)
    boards = people.boards
    verbs = [
        lambda: approvals.approve(request=first, step=2, actor=boards[0], at=now),
        lambda: approvals.approve(request=first, step=2, actor=boards[1], at=now),
        lambda: approvals.approve(request=second, step=2, actor=boards[2], at=now),
    ]
    assert at_once(verbs) == ["done", "late", "late"]
    assert sorted(Competency.objects.values_list("status", flat=True)) == ["approved", "retired"]
    assert ReviewDecision.objects.filter(action="merged").count() == 2  # one line on either item


def test_two_are_not_merged_into_each_other(people: Any, now: datetime) -> None:
    one, other = Competency.objects.get(code="FUN-001"), Competency.objects.get(code="BEH-001")
    same: dict[str, Any] = {"kind": "competency", "reason": "The same", "actor": people.boards[0], "at": now}
    verbs = [
        lambda: merge_items(item=one, into=other, **same),
        lambda: merge_items(item=other, into=one, **same),
    ]
    assert at_once(verbs) == ["done", "late"]
    assert sorted(Competency.objects.values_list("status", flat=True)) == ["approved", "retired"]
