"""The pages of courses: each room's part, joined."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS = ("learning", "catalogue", "certificates", "authoring")

urlpatterns = [path("", include(f"courses.{room}.urls")) for room in ROOMS if find_spec(f"courses.{room}.urls")]
