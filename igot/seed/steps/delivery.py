"""Deliver what a part has given rise to before the next one builds on it."""

from datetime import datetime

from igot.journal.services import deliver_some


def deliver(*, queue: str, at: datetime) -> int:
    """Deliver everything that is due in the queue; returns how many."""
    count = 0
    while delivered := deliver_some(at=at, queue=queue):
        count += delivered
    return count


def deliver_facts(*, at: datetime) -> str:
    """Let assignments, lists and counts be there when the seed ends. Mails and drawings are left to the workers."""
    return f"{deliver(queue='facts', at=at)} facts delivered"
