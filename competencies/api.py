"""Endpoints of the app's rooms."""

from competencies.evidence.api import urlpatterns as evidence
from competencies.framework.api import urlpatterns as framework

urlpatterns = [*framework, *evidence]
