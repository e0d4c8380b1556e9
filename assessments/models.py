"""Index of the rooms' models, so that Django sees one app."""

from assessments.attempts.models import Answer, Attempt, AttemptQuestion
from assessments.bank.models import Correction, Question, QuestionVersion
from assessments.corrections.models import Regrade
from assessments.offered.models import OfferedAssessment
from assessments.papers.models import Paper, PaperItem, PaperSection, PaperVersion

__all__ = [
    "Answer",
    "Attempt",
    "AttemptQuestion",
    "Correction",
    "OfferedAssessment",
    "Paper",
    "PaperItem",
    "PaperSection",
    "PaperVersion",
    "Question",
    "QuestionVersion",
    "Regrade",
]
