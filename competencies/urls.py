"""Addresses of the app's rooms."""

from competencies.evidence.urls import urlpatterns as evidence
from competencies.framework.case.urls import urlpatterns as case
from competencies.framework.urls import urlpatterns as framework

urlpatterns = [*case, *framework, *evidence]
