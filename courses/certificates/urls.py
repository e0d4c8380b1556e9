"""Addresses of certificates and of their verification."""

from django.urls import path

from courses.certificates import views

urlpatterns = [
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/for/<uuid:enrolment_id>/", views.certificate_for, name="certificate_for"),
    path("certificates/<uuid:public_id>/pdf/", views.certificate_pdf, name="certificate_pdf"),
    path("verify/", views.verify_form, name="verify_form"),
    path("verify/<str:serial>/", views.verify, name="verify"),
]
