"""Courses made over the API, by signed-in people with the role; the steps are those of the provider's pages."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.decorators import api_view, parser_classes
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from competencies.framework import queries as framework
from courses.authoring import access, queries, services
from courses.authoring import serializers as shapes
from courses.authoring.api.doors import asset_named, by, draft, given, opened, paper_named, person
from courses.authoring.models import Course, Release
from igot.kernel.api.preconditions import NotAsSeen, seen
from igot.kernel.api.reading import StrictParser
from igot.kernel.errors import Conflict, NotFound, Refused


def _shown(release: Release, status: int = 200) -> Response:
    headers = {"ETag": f'"{queries.release_print(release)}"'}
    shown = shapes.DraftSerializer(release, context={"modules": queries.outline(release)})
    return Response(shown.data, status=status, headers=headers)


@extend_schema_view(
    get=extend_schema(tags=["authoring"]),
    post=extend_schema(tags=["authoring"], request=shapes.CourseRequest, responses={201: shapes.DraftSerializer}),
)
class CourseList(generics.ListAPIView):
    """The courses the organisation and those below it provide, published or not."""

    serializer_class = shapes.OwnCourseSerializer
    filter_backends: list[Any] = []

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """For everybody who makes or decides on its courses."""
        with opened(request, kwargs["public_id"], access.ALL) as self.organisation:
            return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Course]:
        """With the newest release of each."""
        return queries.courses_of(self.organisation)

    def post(self, request: Request, public_id: UUID) -> Response:
        """Begin a course: its first draft. The same `id` again gives the course that is there."""
        with opened(request, public_id, access.WRITERS) as organisation:
            values = given(shapes.CourseRequest, request)
            release = services.create_course(
                organisation=organisation, key=values.pop("id", None), **values, **by(request)
            )
            return _shown(release, 201)


@extend_schema(
    tags=["authoring"], request={"multipart/form-data": shapes.AssetRequest}, responses={201: shapes.AssetSerializer}
)
@api_view(["POST"])
@parser_classes([MultiPartParser, StrictParser])
def assets(request: Request, public_id: UUID) -> Response:
    """Upload a file to use in a course. What it is, is found by looking into it; the same file again is the first."""
    with opened(request, public_id, access.WRITERS) as organisation:
        values = given(shapes.AssetRequest, request)
        asset = services.store_asset(organisation=organisation, **values, **by(request))
        return Response(shapes.AssetSerializer(asset).data, status=201)


@extend_schema_view(
    get=extend_schema(tags=["authoring"], responses=shapes.DraftSerializer),
    patch=extend_schema(tags=["authoring"], request=shapes.ChangeRequest, responses=shapes.DraftSerializer),
)
class Draft(generics.GenericAPIView):
    """The release in the making, or the newest one, with its outline and what is missing before it can be submitted.

    A change needs the `ETag` you have read, in `If-Match`: 412 when somebody was quicker, 428 without it.
    """

    serializer_class = shapes.DraftSerializer

    def get(self, request: Request, public_id: UUID, course_id: UUID) -> Response:
        """The release in the making, or the newest one, with what is missing; its `ETag` is that of the description."""
        with opened(request, public_id, access.ALL) as organisation:
            return _shown(queries.shown_release(access.course_to_inspect(person(request), organisation, course_id)))

    def patch(self, request: Request, public_id: UUID, course_id: UUID) -> Response:
        """Change the description of a draft. Send the `ETag` you have read in `If-Match`: 412 if it has changed."""
        with draft(request, public_id, course_id) as release:
            etag = seen(request)
            changes = given(shapes.ChangeRequest, request, partial=True)
            if changes.get("thumbnail"):
                changes["thumbnail"] = asset_named(request, release, "thumbnail", changes["thumbnail"])
            try:
                changed = services.change_release(release=release, changes=changes, seen=etag, **by(request))
            except Conflict as conflict:
                if conflict.code != "changed_meanwhile":
                    raise
                raise NotAsSeen from conflict
            return _shown(changed)


@extend_schema(tags=["authoring"], request=shapes.TagRequest, responses={201: shapes.DraftTagSerializer})
@api_view(["POST"])
def draft_competencies(request: Request, public_id: UUID, course_id: UUID) -> Response:
    """Say which competency the course builds, and up to which level; again changes the level."""
    with draft(request, public_id, course_id) as release:
        values = given(shapes.TagRequest, request)
        try:
            competency = framework.competency(values["competency"])
        except NotFound as error:
            raise Refused(str(error), field="competency") from error
        tag = services.tag_competency(release=release, competency=competency, level=values["level"], **by(request))
        return Response(shapes.DraftTagSerializer(tag).data, status=201)


@extend_schema(tags=["authoring"], request=shapes.ModuleRequest, responses={201: shapes.DraftModuleSerializer})
@api_view(["POST"])
def draft_modules(request: Request, public_id: UUID, course_id: UUID) -> Response:
    """Add a module at the end; the same `key` again gives the module that is there."""
    with draft(request, public_id, course_id) as release:
        module = services.add_module(release=release, **given(shapes.ModuleRequest, request), **by(request))
        return Response(shapes.DraftModuleSerializer(module).data, status=201)


@extend_schema(tags=["authoring"], request=shapes.ResourceRequest, responses={201: shapes.DraftResourceSerializer})
@api_view(["POST"])
def draft_resources(request: Request, public_id: UUID, course_id: UUID, key: UUID) -> Response:
    """Add something to learn from at the end of a module. Texts are Markdown; files are uploaded before."""
    with draft(request, public_id, course_id) as release:
        module = queries.module_of(release, key)
        module.release = release
        values = given(shapes.ResourceRequest, request)
        captions = {
            language: asset_named(request, release, "captions", asset)
            for language, asset in values.pop("captions", {}).items()
        }
        if values.get("asset"):
            values["asset"] = asset_named(request, release, "asset", values["asset"])
        if values.get("paper"):
            values["paper"] = paper_named(release, values["paper"])
        resource = services.add_resource(module=module, **values, **by(request))
        for language, asset in captions.items():
            services.set_captions(resource=resource, language=language, asset=asset, **by(request))
        return Response(shapes.DraftResourceSerializer(resource).data, status=201)


@extend_schema(tags=["authoring"], request=None, responses={201: shapes.SubmittedSerializer})
@api_view(["POST"])
def draft_submit(request: Request, public_id: UUID, course_id: UUID) -> Response:
    """Put the draft up for review. 422 lists everything that is missing; the answer names the request to decide."""
    with draft(request, public_id, course_id) as release:
        made = services.submit_release(release=release, **by(request))
        return Response(shapes.SubmittedSerializer({"request": made.public_id}).data, status=201)


COURSES = "organisations/<uuid:public_id>/courses/"
DRAFT = f"{COURSES}<uuid:course_id>/draft/"

urlpatterns = [
    path(COURSES, CourseList.as_view(), name="api_own_courses"),
    path("organisations/<uuid:public_id>/assets/", assets, name="api_assets"),
    path(DRAFT, Draft.as_view(), name="api_draft"),
    path(f"{DRAFT}competencies/", draft_competencies, name="api_draft_competencies"),
    path(f"{DRAFT}modules/", draft_modules, name="api_draft_modules"),
    path(f"{DRAFT}modules/<uuid:key>/resources/", draft_resources, name="api_draft_resources"),
    path(f"{DRAFT}submit/", draft_submit, name="api_draft_submit"),
]
