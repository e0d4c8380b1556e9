"""The roof: joins the apps by strings."""

from django.urls import include, path

APPS = [
    "igot.web",
    "igot.accounts",
    "igot.approvals",
    "igot.notifications",
    "igot.imports",
    "competencies",
    "assessments",
    "courses",
    "capacity_plans",
]

# What has a prefix of its own comes first: it is passed over in one comparison.
urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("igot.api")),
    *(path("", include(f"{app}.urls")) for app in APPS),
]

handler400 = "igot.web.errors.bad_request"
handler403 = "igot.web.errors.forbidden"
handler404 = "igot.web.errors.not_found"
handler500 = "igot.web.errors.server_error"
