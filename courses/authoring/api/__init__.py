"""The endpoints of authoring, under `/api/v1/`."""

from courses.authoring.api import drafts, parts

urlpatterns = [*drafts.urlpatterns, *parts.urlpatterns]
