"""A wording's way: written, submitted, verified, approved or returned; three different people."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

import pytest

from competencies.framework import queries, services
from competencies.framework.models import Competency, Descriptor, ReviewDecision, Revision
from igot.accounts.access import Role
from igot.approvals import services as approvals
from igot.approvals.models import Request
from igot.journal.models import FactRow
from igot.kernel.errors import Conflict, Denied, Refused
from igot.kernel.tenancy import subtree
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("scope_everywhere")
Begin = Callable[..., Revision]
Submit = Callable[..., Request]


def test_three_yeses_make_a_new_version_and_keep_the_old_one(
    dictionary: dict, submitted: Submit, fracers: SimpleNamespace, now: datetime
) -> None:
    noting = dictionary["FUN-001"]
    request = submitted(noting, definition="Writes notes.", definition_hi="टिप्पण लिखता है।")
    approvals.approve(request=request, actor=fracers.technical, at=now)
    noting.refresh_from_db()
    assert noting.version == 1 and noting.definition == "What Noting and Drafting means."
    approvals.approve(request=request, comment="Agreed", actor=fracers.board, at=now)
    noting.refresh_from_db()
    assert (noting.version, noting.definition) == (2, "Writes notes.")
    assert noting.in_language("definition", "hi") == "टिप्पण लिखता है।"
    assert noting.in_language("name", "hi") == "टिप्पण और प्रारूपण"
    assert Descriptor.objects.filter(competency=noting).count() == 5
    assert [found.version for found in queries.versions("competency", noting.public_id)] == [2, 1]
    assert (
        queries.versions("competency", noting.public_id)[1].content["definition"] == "What Noting and Drafting means."
    )
    log = queries.decisions_about("competency", noting.public_id)
    assert [(row.action, row.decided_by, row.comment) for row in reversed(log)] == [
        ("submitted", fracers.author, "Clearer"),
        ("technically_verified", fracers.technical, ""),
        ("approved", fracers.board, "Agreed"),
    ]
    fact = FactRow.objects.get(kind="competencies.ItemApproved")
    assert fact.payload == {"item_kind": "competency", "item": str(noting.public_id), "version": 2}


def test_a_new_item_comes_to_be_with_its_last_yes(dictionary: dict, approved: Callable, cast: Cast) -> None:
    levels = [{"level": number, "text": f"Level {number}", "text_hi": ""} for number in range(1, 6)]
    approved(code="FUN-900", name="Minute taking", definition="Takes minutes.", descriptors=levels, aliases=["Minutes"])
    made = Competency.objects.get(code="FUN-900")
    assert (made.version, made.status, made.organisation) == (1, "approved", cast.dopt)
    assert queries.aliases(made) == ["Minutes"]


def test_three_different_people_are_needed_whatever_an_organisation_chose(
    dictionary: dict, submitted: Submit, fracers: SimpleNamespace, cast: Cast, now: datetime
) -> None:
    type(cast.dopt).objects.filter(pk=cast.dopt.pk).update(four_eyes=False)
    cast.grant(fracers.author, Role.FRAC_REVIEWER, cast.goi)
    cast.grant(fracers.technical, Role.CBC_REVIEWER, cast.goi)
    request = submitted(dictionary["FUN-001"], definition="Other")
    with pytest.raises(Denied):
        approvals.approve(request=request, actor=fracers.author, at=now)
    approvals.approve(request=request, actor=fracers.technical, at=now)
    with pytest.raises(Denied):
        approvals.approve(request=request, actor=fracers.technical, at=now)
    approvals.approve(request=request, actor=fracers.board, at=now)


def test_a_return_needs_a_comment_and_leaves_the_item_alone(
    dictionary: dict, submitted: Submit, fracers: SimpleNamespace, now: datetime
) -> None:
    noting = dictionary["FUN-001"]
    request = submitted(noting, definition="Other")
    with pytest.raises(Refused):
        approvals.send_back(request=request, comment=" ", actor=fracers.technical, at=now)
    approvals.send_back(request=request, comment="Say which notes.", actor=fracers.technical, at=now)
    revision = queries.open_revision("competency", noting.public_id)
    assert revision is not None and revision.status == "returned"
    last = queries.decisions_about("competency", noting.public_id)[0]
    assert (last.action, last.comment) == ("returned", "Say which notes.")
    services.write(revision=revision, content=revision.content, reason="", actor=fracers.author, at=now)
    services.submit(revision=revision, actor=fracers.author, at=now)


def test_only_its_author_writes_and_submits_and_not_while_it_is_reviewed(
    dictionary: dict, written: Begin, fracers: SimpleNamespace, now: datetime
) -> None:
    revision = written(dictionary["FUN-001"])
    for verb in (
        lambda: services.write(revision=revision, content={}, reason="", actor=fracers.author2, at=now),
        lambda: services.submit(revision=revision, actor=fracers.author2, at=now),
    ):
        with pytest.raises(Denied):
            verb()
    services.submit(revision=revision, actor=fracers.author, at=now)
    with pytest.raises(Conflict):
        services.write(revision=revision, content={}, reason="", actor=fracers.author, at=now)
    with pytest.raises(Conflict):
        services.discard(revision=revision, actor=fracers.author, at=now)
    services.take_back(revision=revision, actor=fracers.author, at=now)
    revision.refresh_from_db()
    assert revision.status == "draft"


def test_one_new_version_at_a_time(dictionary: dict, written: Begin, fracers: SimpleNamespace, now: datetime) -> None:
    revision = written(dictionary["FUN-001"])
    with pytest.raises(Conflict):
        written(dictionary["FUN-001"])
    services.discard(revision=revision, actor=fracers.author, at=now)
    assert not Revision.objects.exists() and not ReviewDecision.objects.exists()
    written(dictionary["FUN-001"])


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"name": ""}, "name", "Fill this in."),
        ({"name": "judgement"}, "name", "Another competency is called"),
        ({"aliases": ["Judgement"]}, "aliases", "“Judgement” is the name of another competency"),
        ({"aliases": ["Sound call"]}, "aliases", "already another spelling of “Judgement”"),
        ({"aliases": ["x", "X"]}, "aliases", "stands there twice"),
        ({"code": "FUN-002"}, "code", "keeps its code"),
        ({"kind": "magic"}, "kind", "Choose behavioural"),
        ({"node": "nowhere"}, "node", "not in the tree"),
        ({"scale": "nine"}, "scale", "Choose a scale"),
        ({"descriptors": [{"level": 9, "text": "x"}]}, "descriptors", "Level 9 is not on the scale."),
        ({"descriptors": []}, "descriptors", "Level 1: say what it looks like."),
    ],
)
def test_what_is_wrong_is_said_by_field_and_nothing_is_submitted(
    dictionary: dict, written: Begin, fracers: SimpleNamespace, now: datetime, changes: dict, field: str, text: str
) -> None:
    dictionary["BEH-001"].aliases.create(name="Sound call")
    revision = written(dictionary["FUN-001"], **changes)
    with pytest.raises(Refused) as refusal:
        services.submit(revision=revision, actor=fracers.author, at=now)
    assert any(text in str(message) for message in refusal.value.fields[field])
    revision.refresh_from_db()
    assert revision.status == "draft"
    with subtree(revision.organisation):
        assert not Request.objects.exists()


def test_a_draft_saved_before_it_has_a_name_can_be_told_and_opened_in_the_list(
    cast: Cast, fracers: SimpleNamespace, now: datetime, sign_in
) -> None:
    services.start_revision(kind="competency", organisation=cast.dopt, content={}, actor=fracers.author, at=now)
    page = sign_in(fracers.author).get(f"/o/{cast.dopt.slug}/frac/").content.decode()
    assert ">Not named yet</a>" in page
