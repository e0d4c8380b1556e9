"""The API of courses: each room's part, joined. Paths are relative to /api/v1/."""

from importlib import import_module
from importlib.util import find_spec

ROOMS = ("authoring", "catalogue", "learning", "certificates")

urlpatterns = [
    pattern
    for room in ROOMS
    if find_spec(f"courses.{room}.api")
    for pattern in import_module(f"courses.{room}.api").urlpatterns
]
