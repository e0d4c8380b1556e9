"""Addresses of the sheets and files."""

from django.urls import path

from igot.imports.views import files, sheets

urlpatterns = [
    path("o/<slug:slug>/imports/", sheets.imports, name="imports"),
    path("o/<slug:slug>/imports/template/<slug:kind>/", sheets.import_template, name="import_template"),
    path("o/<slug:slug>/imports/<uuid:public_id>/", sheets.job, name="import"),
    path("o/<slug:slug>/imports/<uuid:public_id>/apply/", sheets.job_apply, name="import_apply"),
    path("o/<slug:slug>/imports/<uuid:public_id>/undo/", sheets.job_undo, name="import_undo"),
    path("o/<slug:slug>/imports/<uuid:public_id>/result/", sheets.job_result, name="import_result"),
    path("o/<slug:slug>/exports/", files.exports, name="exports"),
    path("o/<slug:slug>/exports/<uuid:public_id>/", files.export, name="export"),
]
