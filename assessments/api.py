"""The assessments' endpoints, under `/api/v1/`."""

from assessments.attempts.api import urlpatterns as attempts

urlpatterns = [*attempts]
