"""Addresses of the passbook."""

from django.urls import path

from competencies.evidence import views

urlpatterns = [path("passbook/", views.passbook, name="passbook")]
