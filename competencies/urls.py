"""Addresses of the app's rooms."""

from competencies.evidence.urls import urlpatterns as evidence
from competencies.framework.case.urls import urlpatterns as case
from competencies.framework.crosswalk.urls import urlpatterns as crosswalk
from competencies.framework.urls import urlpatterns as framework
from competencies.insight.urls import urlpatterns as insight
from competencies.positions.urls import urlpatterns as positions

urlpatterns = [*case, *crosswalk, *framework, *positions, *evidence, *insight]
