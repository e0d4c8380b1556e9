"""Addresses of papers."""

from django.urls import path

from assessments.papers import picking, views

urlpatterns = [
    path("o/<slug:slug>/papers/", views.paper_list, name="paper_list"),
    path("o/<slug:slug>/papers/new/", views.paper_new, name="paper_new"),
    path("o/<slug:slug>/papers/<uuid:public_id>/", views.paper_edit, name="paper_edit"),
    path("o/<slug:slug>/papers/<uuid:public_id>/questions/", views.paper_items, name="paper_items"),
    path("o/<slug:slug>/papers/<uuid:public_id>/pick/", picking.paper_pick, name="paper_pick"),
    path("o/<slug:slug>/papers/<uuid:public_id>/publish/", views.paper_publish, name="paper_publish"),
    path("o/<slug:slug>/papers/<uuid:public_id>/draft/", views.paper_draft, name="paper_draft"),
    path("o/<slug:slug>/papers/<uuid:public_id>/preview/", views.paper_preview, name="paper_preview"),
]
