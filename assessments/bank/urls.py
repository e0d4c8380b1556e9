"""Addresses of the question bank."""

from django.urls import path

from assessments.bank import views

urlpatterns = [
    path("o/<slug:slug>/questions/", views.question_list, name="question_list"),
    path("o/<slug:slug>/questions/new/", views.question_new, name="question_new"),
    path("o/<slug:slug>/questions/<uuid:public_id>/", views.question_edit, name="question_edit"),
    path("o/<slug:slug>/questions/<uuid:public_id>/archive/", views.question_archive, name="question_archive"),
]
