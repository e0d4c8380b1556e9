"""Addresses of the learner's pages."""

from django.urls import path

from assessments.attempts import views

urlpatterns = [
    path("attempts/<uuid:public_id>/", views.attempt, name="attempt"),
    path("attempts/<uuid:public_id>/submit/", views.submit, name="attempt_submit"),
    path("attempts/<uuid:public_id>/result/", views.result, name="attempt_result"),
]
