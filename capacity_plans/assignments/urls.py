"""Where a learner's obligations live."""

from django.urls import path

from capacity_plans.assignments import views

urlpatterns = [
    path("assignments/", views.my_assignments, name="my_assignments"),
    path("assignments/<uuid:public_id>/", views.assignment, name="assignment"),
]
