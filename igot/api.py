"""The roof of the API: every app's endpoints, the schema and its readable form, under `/api/v1/`."""

from importlib.util import find_spec
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

APPS = ["courses", "capacity_plans", "competencies", "assessments", "igot.accounts", "igot.approvals", "igot.web"]

urlpatterns: list[Any] = [path("", include(f"{app}.api")) for app in APPS if find_spec(f"{app}.api")]
urlpatterns += [
    path("schema/", login_not_required(SpectacularAPIView.as_view()), name="api_schema"),
    path("docs/", login_not_required(SpectacularSwaggerSplitView.as_view(url_name="api_schema")), name="api_docs"),
]
