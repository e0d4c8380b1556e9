"""Where a plan's progress is watched."""

from django.urls import path

from capacity_plans.monitoring import views

PLAN = "o/<slug:slug>/plans/<uuid:public_id>/"

urlpatterns = [
    path(f"{PLAN}progress/", views.plan_progress, name="plan_progress"),
    path(f"{PLAN}progress.csv", views.plan_progress_csv, name="plan_progress_csv"),
    path(f"{PLAN}sheet/", views.plan_sheet, name="plan_sheet"),
    path(f"{PLAN}people/", views.plan_people, name="plan_people"),
    path(f"{PLAN}people.csv", views.plan_people_csv, name="plan_people_csv"),
]
