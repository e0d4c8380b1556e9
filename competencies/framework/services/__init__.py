"""The verbs of the dictionaries, for callers in other rooms and apps."""

from competencies.framework.services.proposing import propose, take_proposal_back
from competencies.framework.services.releases import publish_release
from competencies.framework.services.revising import WRITABLE, discard, start_revision, submit, take_back, write
from competencies.framework.services.standing import merge_items, retire_item
from competencies.framework.services.taking import Imported, import_framework

__all__ = [
    "WRITABLE",
    "Imported",
    "discard",
    "import_framework",
    "merge_items",
    "propose",
    "publish_release",
    "retire_item",
    "start_revision",
    "submit",
    "take_back",
    "take_proposal_back",
    "write",
]
