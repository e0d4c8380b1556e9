"""The dictionaries and FRACing for programs."""

from competencies.framework.api.reading import urlpatterns as reading
from competencies.framework.api.releases import urlpatterns as releases
from competencies.framework.api.revisions import urlpatterns as revisions
from competencies.framework.api.standing import urlpatterns as standing

urlpatterns = [*reading, *releases, *revisions, *standing]
