"""Who gets in where: passbooks, claims, objections, workplace checks. What an assessor opens is asked in the tests of
the pages: nobody of this cast is one.
"""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from competencies.evidence import services
from competencies.evidence.models import Evidence
from competencies.framework.crosswalk.services import link_competencies
from competencies.framework.models import Competency
from competencies.framework.queries import by_codes
from igot.accounts import services as accounts
from igot.kernel.tenancy import everywhere
from tests.architecture.access_api import Line
from tests.architecture.people import NOBODY, SIGNED_IN
from tests.cast import Cast

READERS = {"admin", "leader", "manager", "auditor"}
INVITED = {"learner", "learner2", "manager", "auditor"}


def keep_books(cast: Cast, competency: Competency, png: bytes, now: datetime) -> SimpleNamespace:
    """The learner, whom the manager supervises with two others, has a claim, an objection and a check."""
    for person in (cast.learner, cast.learner2, cast.auditor):
        accounts.set_supervisor(user=person, supervisor=cast.manager, actor=None, at=now)
    other = by_codes(["BEH-001"])["BEH-001"]
    with everywhere():
        link = link_competencies(
            competency=other, other=competency, relation="exact", organisation=cast.goi, actor=cast.reviewer, at=now
        )
        claim = services.draft_claim(
            learner=cast.learner,
            competency=competency,
            level=2,
            title="Diploma",
            issuer="A university",
            earned_on=now.date(),
            at=now,
        )
        document = services.add_document(claim=claim, file=SimpleUploadedFile("a.png", png), at=now)
        evidence = Evidence.objects.filter(learner=cast.learner).first()
        dispute = services.dispute(evidence=evidence, reason="Wrong.", actor=cast.learner, at=now)
        check = services.open_check(learner=cast.learner, competency=competency, actor=cast.learner, at=now)
        migration = services.preview_migration(link=link, organisation=cast.goi, actor=cast.reviewer, at=now)
    return SimpleNamespace(
        claim=claim, document=document, evidence=evidence, dispute=dispute, check=check, migration=migration
    )


def of_learner(w: Any) -> dict[str, Any]:
    return {"slug": w.cast.dopt.slug, "public_id": w.cast.learner.public_id}


def of_claim(w: Any) -> dict[str, Any]:
    return {"public_id": w.book.claim.public_id}


def of_document(w: Any) -> dict[str, Any]:
    return {"public_id": w.book.claim.public_id, "document_id": w.book.document.public_id}


EVIDENCE: dict[str, Line] = {
    **{
        name: (lambda w: {}, SIGNED_IN)
        for name in ("passbook_work", "self_assessments", "claim_list", "claim_new", "team", "checks")
    },
    "self_assessment": (lambda w: {"public_id": w.competency.public_id}, SIGNED_IN),
    "evidence_dispute": (lambda w: {"public_id": w.book.evidence.public_id}, {"learner", "manager"}),
    **{
        name: (of_claim, {"learner"})
        for name in ("claim", "claim_edit", "claim_submit", "claim_withdraw", "claim_documents")
    },
    "claim_document": (of_document, {"learner"}),
    "claim_document_remove": (of_document, {"learner"}),
    "person_passbook": (of_learner, READERS),
    "attest": (lambda w: {**of_learner(w), "competency_id": w.competency.public_id}, {"manager"}),
    "person_supervisor": (of_learner, {"admin"}),
    "passbooks": (lambda w: {"slug": w.cast.dopt.slug}, NOBODY),
    "claims_to_verify": (lambda w: {"slug": w.cast.dopt.slug}, NOBODY),
    "claim_to_verify": (lambda w: {"slug": w.cast.dopt.slug, **of_claim(w)}, NOBODY),
    "claim_document_to_verify": (lambda w: {"slug": w.cast.dopt.slug, **of_document(w)}, NOBODY),
    "disputes": (lambda w: {"slug": w.cast.dopt.slug}, NOBODY),
    "dispute": (lambda w: {"slug": w.cast.dopt.slug, "public_id": w.book.dispute.public_id}, NOBODY),
    "migrations": (lambda w: {"slug": w.cast.goi.slug}, {"reviewer"}),
    "migration": (lambda w: {"slug": w.cast.goi.slug, "public_id": w.book.migration.public_id}, {"reviewer"}),
    "check_new": (lambda w: {"public_id": w.cast.learner.public_id}, {"learner", "manager"}),
    "check": (lambda w: {"public_id": w.book.check.public_id}, INVITED),
    "check_cancel": (lambda w: {"public_id": w.book.check.public_id}, {"learner"}),
    **{name: (lambda w: {}, SIGNED_IN) for name in ("api_self_assessments", "api_my_claims", "api_my_checks")},
    "api_claim_documents": (of_claim, {"learner"}),
    "api_claim_submit": (of_claim, {"learner"}),
    "api_check_answers": (lambda w: {"public_id": w.book.check.public_id}, INVITED),
    "api_person_passbook": (lambda w: {"public_id": w.cast.learner.public_id}, READERS),
    "api_person_ratings": (lambda w: {"public_id": w.cast.learner.public_id}, {"manager"}),
    "api_claims": (lambda w: {"public_id": w.cast.dopt.public_id}, NOBODY),
    "api_claim_decision": (
        lambda w: {"public_id": w.cast.dopt.public_id, "claim_id": w.book.claim.public_id},
        NOBODY,
    ),
    "api_evidence_disputes": (lambda w: {"public_id": w.book.evidence.public_id}, {"learner", "manager"}),
    "api_disputes": (lambda w: {"public_id": w.cast.dopt.public_id}, NOBODY),
    "api_dispute_decision": (
        lambda w: {"public_id": w.cast.dopt.public_id, "dispute_id": w.book.dispute.public_id},
        NOBODY,
    ),
}
POSTED = {
    "api_check_answers",
    "api_claim_decision",
    "api_claim_documents",
    "api_claim_submit",
    "api_dispute_decision",
    "api_evidence_disputes",
    "check_cancel",
    "claim_document_remove",
    "claim_documents",
    "claim_submit",
    "claim_withdraw",
}
