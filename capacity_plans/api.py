"""The API of capacity plans: each room's part, joined. Paths are relative to /api/v1/."""

from capacity_plans.assignments.api import urlpatterns as assignments
from capacity_plans.monitoring.api import urlpatterns as monitoring
from capacity_plans.plans.api import urlpatterns as plans

urlpatterns = plans + monitoring + assignments
