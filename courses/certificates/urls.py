"""Addresses of certificates and of their verification."""

from django.urls import path

from courses.certificates import views

urlpatterns = [
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/for/<uuid:enrolment_id>/", views.certificate_for, name="certificate_for"),
    path("certificates/<uuid:public_id>/pdf/", views.certificate_pdf, name="certificate_pdf"),
    path("o/<slug:slug>/certificates/", views.certificates_of_people, name="certificates_of_people"),
    path("o/<slug:slug>/certificates/<uuid:public_id>/revoke/", views.certificate_revoke, name="certificate_revoke"),
    path("o/<slug:slug>/certificates/<uuid:public_id>/replace/", views.certificate_replace, name="certificate_replace"),
    path("verify/", views.verify_form, name="verify_form"),
    path("verify/<str:serial>/", views.verify, name="verify"),
]
