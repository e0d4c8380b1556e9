"""Index of the rooms' models, so that Django sees one app."""

from competencies.evidence.models import Attainment, Evidence, Withdrawal
from competencies.framework.models import Alias, Competency, Descriptor, Node, Scale, ScaleLevel
from competencies.positions.models import Activity, KnowledgeResource, Position, PositionRole, Requirement, WorkRole

__all__ = [
    "Activity",
    "Alias",
    "Attainment",
    "Competency",
    "Descriptor",
    "Evidence",
    "KnowledgeResource",
    "Node",
    "Position",
    "PositionRole",
    "Requirement",
    "Scale",
    "ScaleLevel",
    "Withdrawal",
    "WorkRole",
]
