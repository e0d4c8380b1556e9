"""The passbook, and the levels held in an organisation, for programs."""

from django.urls import path

from competencies.evidence.api import decided, own, people

urlpatterns = [
    path("me/passbook/", own.my_passbook, name="api_passbook"),
    path("me/self-assessments/", own.my_self_assessments, name="api_self_assessments"),
    path("me/claims/", own.my_claims, name="api_my_claims"),
    path("me/claims/<uuid:public_id>/documents/", own.my_claim_documents, name="api_claim_documents"),
    path("me/claims/<uuid:public_id>/submit/", own.my_claim_submit, name="api_claim_submit"),
    path("me/checks/", own.my_checks, name="api_my_checks"),
    path("checks/<uuid:public_id>/answers/", own.check_answers, name="api_check_answers"),
    path("people/<uuid:public_id>/passbook/", people.person_passbook, name="api_person_passbook"),
    path("people/<uuid:public_id>/ratings/", people.person_ratings, name="api_person_ratings"),
    path("organisations/<uuid:public_id>/attainments/", people.AttainmentList.as_view(), name="api_attainments"),
    path("organisations/<uuid:public_id>/claims/", people.ClaimList.as_view(), name="api_claims"),
    path(
        "organisations/<uuid:public_id>/claims/<uuid:claim_id>/decision/",
        decided.claim_decision,
        name="api_claim_decision",
    ),
    path("evidence/<uuid:public_id>/disputes/", decided.evidence_disputes, name="api_evidence_disputes"),
    path("organisations/<uuid:public_id>/disputes/", decided.DisputeList.as_view(), name="api_disputes"),
    path(
        "organisations/<uuid:public_id>/disputes/<uuid:dispute_id>/decision/",
        decided.dispute_decision,
        name="api_dispute_decision",
    ),
]
