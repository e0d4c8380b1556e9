"""Addresses of scales and the crosswalk."""

from django.urls import path

from competencies.framework.crosswalk import views

urlpatterns = [
    path("competencies/scales/", views.scales, name="scales"),
    path("o/<slug:slug>/frac/scales/new/", views.scale_new, name="scale_new"),
    path("o/<slug:slug>/frac/scales/<slug:code>/<slug:other>/", views.scale_answers, name="scale_answers"),
    path("o/<slug:slug>/frac/crosswalk/", views.crosswalk, name="crosswalk"),
    path("o/<slug:slug>/frac/crosswalk/<uuid:public_id>/remove/", views.crosswalk_remove, name="crosswalk_remove"),
]
