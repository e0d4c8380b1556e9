"""Index of the rooms' models, so that Django sees one app."""

from assessments.attempts.models import Answer, Attempt, AttemptQuestion
from assessments.bank.models import Question, QuestionVersion
from assessments.papers.models import Paper, PaperItem, PaperSection, PaperVersion

__all__ = [
    "Answer",
    "Attempt",
    "AttemptQuestion",
    "Paper",
    "PaperItem",
    "PaperSection",
    "PaperVersion",
    "Question",
    "QuestionVersion",
]
