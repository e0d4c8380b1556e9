"""Who gets in where: the addresses of the API."""

from collections.abc import Callable
from typing import Any

from tests.architecture.people import SIGNED_IN

# What leads there, and for whom it opens.
Line = tuple[Callable[[Any], dict[str, Any]], set[str]]

API: dict[str, Line] = {
    "api_me": (lambda w: {}, SIGNED_IN),
    "api_organisations": (lambda w: {}, SIGNED_IN),
    "api_competencies": (lambda w: {}, SIGNED_IN),
    "api_passbook": (lambda w: {}, SIGNED_IN),
    "api_catalogue": (lambda w: {}, SIGNED_IN),
    "api_my_enrolments": (lambda w: {}, SIGNED_IN),
    "api_my_certificates": (lambda w: {}, SIGNED_IN),
    "api_my_assignments": (lambda w: {}, SIGNED_IN),
    "api_attainments": (lambda w: {"public_id": w.cast.dopt.public_id}, {"admin", "manager"}),
    "api_enrolments": (lambda w: {"public_id": w.cast.dopt.public_id}, {"admin", "leader", "manager", "auditor"}),
    "api_completions": (lambda w: {"public_id": w.cast.dopt.public_id}, {"admin", "leader", "manager", "auditor"}),
    "api_certificates": (lambda w: {"public_id": w.cast.dopt.public_id}, {"admin", "leader", "manager", "auditor"}),
    "api_plans": (
        lambda w: {"public_id": w.cast.dopt.public_id},
        {"admin", "leader", "manager", "auditor", "reviewer"},
    ),
    "api_assignments": (lambda w: {"public_id": w.cast.dopt.public_id}, {"admin", "leader", "manager", "auditor"}),
    "api_gaps": (lambda w: {"public_id": w.cast.dopt.public_id}, {"admin", "leader", "manager", "auditor"}),
    "api_gap_trend": (lambda w: {"public_id": w.cast.dopt.public_id}, {"admin", "leader", "manager", "auditor"}),
    "api_gap_next": (lambda w: {"public_id": w.cast.dopt.public_id}, {"admin", "leader", "manager", "auditor"}),
    "api_finder": (lambda w: {"public_id": w.cast.dopt.public_id}, set()),
    "api_demand": (lambda w: {}, SIGNED_IN - {"learner", "stranger", "platform_admin"}),
    "api_attempt": (lambda w: {"public_id": w.attempt.public_id}, {"learner"}),
    # It is under way: its learner is told that there is no result yet.
    "api_attempt_result": (lambda w: {"public_id": w.attempt.public_id}, {"learner"}),
    "api_assessments": (lambda w: {}, SIGNED_IN),
    "api_assessment": (lambda w: {"public_id": w.offered.public_id}, SIGNED_IN),
    "api_assessment_attempts": (lambda w: {"public_id": w.offered.public_id}, SIGNED_IN),
    "api_attempts": (lambda w: {"public_id": w.cast.dopt.public_id}, {"admin", "platform_admin"}),
    "api_attempt_voiding": (
        lambda w: {"public_id": w.cast.dopt.public_id, "attempt_id": w.attempt.public_id},
        {"admin", "platform_admin"},
    ),
    "api_offers": (lambda w: {"public_id": w.cast.istm.public_id}, {"creator", "content_reviewer", "publisher"}),
    "api_paper_offer": (
        lambda w: {"public_id": w.cast.istm.public_id, "paper_id": w.offered.paper.public_id},
        {"creator", "content_reviewer", "publisher"},
    ),
    "api_attempt_submit": (lambda w: {"public_id": w.attempt.public_id}, {"learner"}),
    "api_attempt_answer": (lambda w: {"public_id": w.attempt.public_id, "place": 1}, {"learner"}),
    "api_course": (lambda w: {"public_id": w.course.public_id}, SIGNED_IN),
    "api_my_events": (lambda w: {"public_id": w.begun.public_id}, {"learner"}),
    "api_my_attempts": (lambda w: {"public_id": w.begun.public_id, "key": w.examined_resource.key}, {"learner"}),
    "api_approvals": (lambda w: {}, SIGNED_IN),
    "api_approval": (
        lambda w: {"public_id": w.request.public_id},
        {"admin", "leader", "auditor", "creator", "content_reviewer", "publisher"},
    ),
    "api_approval_approve": (lambda w: {"public_id": w.request.public_id}, {"content_reviewer"}),
    "api_approval_return": (lambda w: {"public_id": w.request.public_id}, {"content_reviewer"}),
    "api_approval_withdraw": (lambda w: {"public_id": w.request.public_id}, {"creator"}),
    "api_changes": (lambda w: {}, {"admin", "auditor", "platform_admin", "stranger_admin"}),
    "api_verification": (lambda w: {"serial": w.certificate.serial}, {"anonymous", *SIGNED_IN}),
    "api_own_courses": (
        lambda w: {"public_id": w.cast.istm.public_id},
        {"creator", "content_reviewer", "publisher"},
    ),
    "api_assets": (lambda w: {"public_id": w.cast.istm.public_id}, {"creator"}),
    "api_draft": (
        lambda w: {"public_id": w.cast.istm.public_id, "course_id": w.draft.course.public_id},
        {"creator", "content_reviewer", "publisher"},
    ),
    "api_questions": (lambda w: {"public_id": w.cast.istm.public_id}, {"creator", "content_reviewer", "publisher"}),
    "api_question": (
        lambda w: {"public_id": w.cast.istm.public_id, "question_id": w.question.public_id},
        {"creator", "content_reviewer", "publisher"},
    ),
    "api_papers": (lambda w: {"public_id": w.cast.istm.public_id}, {"creator", "content_reviewer", "publisher"}),
    "api_paper": (
        lambda w: {"public_id": w.cast.istm.public_id, "paper_id": w.paper.paper.public_id},
        {"creator", "content_reviewer", "publisher"},
    ),
    "api_paper_sections": (
        lambda w: {"public_id": w.cast.istm.public_id, "paper_id": w.paper.paper.public_id},
        {"creator"},
    ),
    "api_paper_publication": (
        lambda w: {"public_id": w.cast.istm.public_id, "paper_id": w.paper.paper.public_id},
        {"creator"},
    ),
    "api_paper_draft": (
        lambda w: {"public_id": w.cast.istm.public_id, "paper_id": w.paper.paper.public_id},
        {"creator"},
    ),
    "api_corrections": (lambda w: {"public_id": w.cast.istm.public_id}, {"creator", "content_reviewer", "publisher"}),
    "api_correction": (
        lambda w: {"public_id": w.cast.istm.public_id, "correction_id": w.correction.public_id},
        {"creator", "content_reviewer", "publisher"},
    ),
    "api_correction_asking": (
        lambda w: {"public_id": w.cast.istm.public_id, "correction_id": w.correction.public_id},
        {"creator"},
    ),
    "api_draft_module": (
        lambda w: {
            "public_id": w.cast.istm.public_id,
            "course_id": w.draft.course.public_id,
            "key": w.draft_module.key,
        },
        {"creator", "content_reviewer", "publisher"},
    ),
    "api_draft_resource": (
        lambda w: {
            "public_id": w.cast.istm.public_id,
            "course_id": w.draft.course.public_id,
            "key": w.draft_resource.key,
        },
        {"creator", "content_reviewer", "publisher"},
    ),
    "api_draft_competencies": (
        lambda w: {"public_id": w.cast.istm.public_id, "course_id": w.draft.course.public_id},
        {"creator"},
    ),
    "api_draft_modules": (
        lambda w: {"public_id": w.cast.istm.public_id, "course_id": w.draft.course.public_id},
        {"creator"},
    ),
    "api_draft_resources": (
        lambda w: {
            "public_id": w.cast.istm.public_id,
            "course_id": w.draft.course.public_id,
            "key": w.draft_module.key,
        },
        {"creator"},
    ),
    "api_draft_submit": (
        lambda w: {"public_id": w.cast.istm.public_id, "course_id": w.draft.course.public_id},
        {"creator"},
    ),
    "api_plan_progress": (
        lambda w: {"public_id": w.cast.dopt.public_id, "plan_id": w.plan.public_id},
        {"admin", "leader", "manager", "auditor", "reviewer"},
    ),
    "api_plan": (
        lambda w: {"public_id": w.cast.dopt.public_id, "plan_id": w.plan.public_id},
        {"admin", "leader", "manager", "auditor", "reviewer"},
    ),
    "api_plan_items": (
        lambda w: {"public_id": w.cast.dopt.public_id, "plan_id": w.planned.plan.public_id},
        {"manager"},
    ),
    "api_plan_submit": (
        lambda w: {"public_id": w.cast.dopt.public_id, "plan_id": w.planned.plan.public_id},
        {"manager"},
    ),
    "api_plan_publish": (
        lambda w: {"public_id": w.cast.dopt.public_id, "plan_id": w.planned.plan.public_id},
        {"leader"},
    ),
}
