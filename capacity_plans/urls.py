"""The pages of capacity plans."""

from capacity_plans.assignments.urls import urlpatterns as assignments
from capacity_plans.monitoring.urls import urlpatterns as monitoring
from capacity_plans.plans.urls import urlpatterns as plans

urlpatterns = plans + monitoring + assignments
