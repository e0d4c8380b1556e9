"""Addresses of the approvals."""

from django.urls import path

from igot.approvals import views

urlpatterns = [
    path("approvals/", views.approvals, name="approvals"),
    path("approvals/<uuid:public_id>/", views.approval, name="approval"),
    path("approvals/<uuid:public_id>/decide/", views.approval_decide, name="approval_decide"),
    path("approvals/<uuid:public_id>/withdraw/", views.approval_withdraw, name="approval_withdraw"),
]
