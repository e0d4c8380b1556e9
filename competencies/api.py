"""Endpoints of the app's rooms."""

from competencies.evidence.api import urlpatterns as evidence
from competencies.framework.api import urlpatterns as framework
from competencies.framework.case.rest import urlpatterns as case
from competencies.framework.crosswalk.api import urlpatterns as crosswalk
from competencies.insight.api import urlpatterns as insight
from competencies.positions.api import urlpatterns as positions

urlpatterns = [*framework, *positions, *crosswalk, *case, *evidence, *insight]
