"""The verbs of evidence, for callers in other rooms and apps."""

from competencies.evidence.services.checks import (
    answer_check,
    cancel_check,
    close_check,
    close_due,
    open_check,
    tell_invited,
    tell_of_result,
)
from competencies.evidence.services.claims import (
    count_claim,
    draft_claim,
    drop_claim,
    edit_claim,
    reopen_claim,
    return_claim,
    submit_claim,
    take_claim_back,
    verify_claim,
)
from competencies.evidence.services.documents import add_document, remove_document
from competencies.evidence.services.merging import follow_merge
from competencies.evidence.services.migrating import migrate_holdings, order_migration, preview_migration
from competencies.evidence.services.rating import assess_oneself, attest, decide_dispute, dispute
from competencies.evidence.services.recording import record, withdraw, withdraw_from
from competencies.evidence.services.restoring import may_be_restored, restore_from
from competencies.evidence.services.settling import (
    move,
    settle,
    settle_expired,
    settle_for,
    settle_many,
    tell_of_endings,
    tell_of_levels,
)
from competencies.evidence.services.telling import (
    tell_assessors,
    tell_of_claim,
    tell_of_decision,
    tell_of_dispute,
    tell_of_rating,
)

__all__ = [
    "add_document",
    "answer_check",
    "assess_oneself",
    "attest",
    "cancel_check",
    "close_check",
    "close_due",
    "count_claim",
    "decide_dispute",
    "dispute",
    "draft_claim",
    "drop_claim",
    "edit_claim",
    "follow_merge",
    "may_be_restored",
    "migrate_holdings",
    "move",
    "open_check",
    "order_migration",
    "preview_migration",
    "record",
    "remove_document",
    "reopen_claim",
    "restore_from",
    "return_claim",
    "settle",
    "settle_expired",
    "settle_for",
    "settle_many",
    "submit_claim",
    "take_claim_back",
    "tell_assessors",
    "tell_invited",
    "tell_of_claim",
    "tell_of_decision",
    "tell_of_dispute",
    "tell_of_endings",
    "tell_of_levels",
    "tell_of_rating",
    "tell_of_result",
    "verify_claim",
    "withdraw",
    "withdraw_from",
]
