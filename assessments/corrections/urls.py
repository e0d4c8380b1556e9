"""Addresses of corrections."""

from django.urls import path

from assessments.corrections import views

urlpatterns = [
    path("o/<slug:slug>/corrections/", views.correction_list, name="correction_list"),
    path("o/<slug:slug>/corrections/<uuid:public_id>/", views.correction, name="correction"),
    path("o/<slug:slug>/questions/versions/<uuid:public_id>/correct/", views.correction_new, name="correction_new"),
]
