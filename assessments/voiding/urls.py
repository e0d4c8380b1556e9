"""Addresses of the attempts of an organisation's people."""

from django.urls import path

from assessments.voiding import views

urlpatterns = [
    path("o/<slug:slug>/attempts/", views.attempts_of_people, name="attempts_of_people"),
    path("o/<slug:slug>/attempts/<uuid:public_id>/", views.attempt_void, name="attempt_void"),
]
