"""Addresses of the passbook."""

from django.urls import path

from competencies.evidence.views import assessing, checks, claims, own, people

CLAIM = "passbook/claims/<uuid:public_id>/"
PERSON = "o/<slug:slug>/people/<uuid:public_id>/passbook/"

urlpatterns = [
    path("passbook/", own.passbook, name="passbook"),
    path("passbook/work/", own.work, name="passbook_work"),
    path("passbook/self-assessment/", own.self_assessments, name="self_assessments"),
    path("passbook/self-assessment/<uuid:public_id>/", own.self_assessment, name="self_assessment"),
    path("passbook/evidence/<uuid:public_id>/objection/", own.evidence_dispute, name="evidence_dispute"),
    path("passbook/claims/", claims.claim_list, name="claim_list"),
    path("passbook/claims/new/", claims.claim_new, name="claim_new"),
    path(CLAIM, claims.claim, name="claim"),
    path(f"{CLAIM}edit/", claims.claim_edit, name="claim_edit"),
    path(f"{CLAIM}submit/", claims.claim_submit, name="claim_submit"),
    path(f"{CLAIM}withdraw/", claims.claim_withdraw, name="claim_withdraw"),
    path(f"{CLAIM}documents/", claims.claim_documents, name="claim_documents"),
    path(f"{CLAIM}documents/<uuid:document_id>/", claims.claim_document, name="claim_document"),
    path(f"{CLAIM}documents/<uuid:document_id>/remove/", claims.claim_document_remove, name="claim_document_remove"),
    path("passbook/team/", people.team, name="team"),
    path("o/<slug:slug>/passbooks/", people.passbooks, name="passbooks"),
    path(PERSON, people.person_passbook, name="person_passbook"),
    path(f"{PERSON}<uuid:competency_id>/", people.attest, name="attest"),
    path("o/<slug:slug>/claims/", assessing.claims_to_verify, name="claims_to_verify"),
    path("o/<slug:slug>/claims/<uuid:public_id>/", assessing.claim_to_verify, name="claim_to_verify"),
    path(
        "o/<slug:slug>/claims/<uuid:public_id>/documents/<uuid:document_id>/",
        assessing.claim_document_to_verify,
        name="claim_document_to_verify",
    ),
    path("o/<slug:slug>/disputes/", assessing.disputes, name="disputes"),
    path("o/<slug:slug>/disputes/<uuid:public_id>/", assessing.dispute, name="dispute"),
    path("o/<slug:slug>/holdings/", assessing.migrations, name="migrations"),
    path("o/<slug:slug>/holdings/<uuid:public_id>/", assessing.migration, name="migration"),
    path("checks/", checks.checks, name="checks"),
    path("checks/about/<uuid:public_id>/", checks.check_new, name="check_new"),
    path("checks/<uuid:public_id>/", checks.check, name="check"),
    path("checks/<uuid:public_id>/cancel/", checks.check_cancel, name="check_cancel"),
]
