"""Addresses of the notices."""

from django.urls import path

from igot.notifications import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/settings/", views.notice_settings, name="notice_settings"),
    path("notices/<uuid:public_id>/", views.notice, name="notice"),
]
