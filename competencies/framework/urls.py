"""Addresses of the dictionary."""

from django.urls import path

from competencies.framework import views

urlpatterns = [
    path("competencies/", views.competency_list, name="competency_list"),
    path("competencies/<uuid:public_id>/", views.competency, name="competency"),
]
