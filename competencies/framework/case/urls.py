"""Addresses of CASE: the standard's own, and the pages for bringing frameworks."""

from django.urls import path

from competencies.framework.case import views
from competencies.framework.case.api import urlpatterns as provider

urlpatterns = [
    *provider,
    path("o/<slug:slug>/frac/case/", views.case_imports, name="case_imports"),
    path("o/<slug:slug>/frac/case/<uuid:public_id>/", views.case_import, name="case_import"),
    path("o/<slug:slug>/frac/case/<uuid:public_id>/apply/", views.case_apply, name="case_apply"),
]
