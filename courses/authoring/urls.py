"""A provider's pages, and the files."""

from django.urls import path

from courses.authoring.views import courses, details, files, outline, resources, review

COURSE = "o/<slug:slug>/courses/<uuid:public_id>/"
MODULE = COURSE + "modules/<uuid:key>/"
RESOURCE = COURSE + "resources/<uuid:key>/"

urlpatterns = [
    path("o/<slug:slug>/courses/", courses.course_list, name="course_admin_list"),
    path("o/<slug:slug>/courses/new/", courses.course_new, name="course_new"),
    path(COURSE, courses.course_edit, name="course_edit"),
    path(COURSE + "details/", details.course_details, name="course_details"),
    path(COURSE + "competencies/", details.course_competencies, name="course_competencies"),
    path(COURSE + "competencies/<uuid:competency>/remove/", details.course_untag, name="course_untag"),
    path(COURSE + "visibility/", courses.course_visibility, name="course_visibility"),
    path(COURSE + "preview/", review.course_preview, name="course_preview"),
    path(COURSE + "preview/<uuid:key>/", review.course_preview, name="course_preview_resource"),
    path(COURSE + "changes/", review.course_changes, name="course_changes"),
    path(COURSE + "submit/", courses.course_submit, name="course_submit"),
    path(COURSE + "withdraw/", courses.course_withdraw, name="course_withdraw"),
    path(COURSE + "next/", courses.course_next, name="course_next"),
    path(COURSE + "retire/", courses.course_retire, name="course_retire"),
    path(COURSE + "modules/new/", outline.module_new, name="module_new"),
    path(MODULE, outline.module_edit, name="module_edit"),
    path(MODULE + "move/", outline.module_move, name="module_move"),
    path(MODULE + "remove/", outline.module_remove, name="module_remove"),
    path(MODULE + "resources/new/<slug:kind>/", resources.resource_new, name="resource_new"),
    path(RESOURCE, resources.resource_edit, name="resource_edit"),
    path(RESOURCE + "move/", outline.resource_move, name="resource_move"),
    path(RESOURCE + "remove/", outline.resource_remove, name="resource_remove"),
    path(
        RESOURCE + "captions/<slug:language>/remove/",
        resources.captions_remove,
        name="captions_remove",
    ),
    path("files/<uuid:public_id>/", files.asset, name="asset"),
]
