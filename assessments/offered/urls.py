"""Addresses of assessments that stand by themselves."""

from django.urls import path

from assessments.offered import views

urlpatterns = [
    path("assessments/", views.assessments, name="assessments"),
    path("assessments/<slug:slug>/", views.assessment, name="assessment"),
    path("assessments/<slug:slug>/sit/", views.assessment_sit, name="assessment_sit"),
    path("o/<slug:slug>/papers/<uuid:public_id>/offer/", views.paper_offer, name="paper_offer"),
]
