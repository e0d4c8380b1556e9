"""The roof: joins the apps by strings."""

from django.urls import include, path

# In the order of how much they are asked: whoever comes later is found later.
APPS = [
    "igot.web",
    "courses",
    "assessments",
    "igot.notifications",
    "competencies",
    "capacity_plans",
    "igot.accounts",
    "igot.approvals",
    "igot.imports",
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
