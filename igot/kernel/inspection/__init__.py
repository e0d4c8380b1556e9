"""Looks into uploaded documents and pictures: what they are, and whether they are harmless.

No database, no request: bytes in, `Refused` with what to do where something is wrong.
"""

from igot.kernel.inspection.documents import pages_of
from igot.kernel.inspection.pictures import check_picture

__all__ = ["check_picture", "pages_of"]
