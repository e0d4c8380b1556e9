"""Looks into uploaded files: what they are, whether they are harmless, how long they take.

No database, no request: bytes in, a `Finding` out, or `Refused` with what to do.
"""

from courses.authoring.inspection.files import Finding, inspect

__all__ = ["Finding", "inspect"]
