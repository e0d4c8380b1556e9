"""The modules of a draft and what is in them: read, changed, moved and removed over the API."""

from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from courses.authoring import queries, services
from courses.authoring import serializers as shapes
from courses.authoring.api.doors import asset_named, by, draft, given, paper_named, shown
from courses.authoring.models import Module, Release, Resource
from igot.kernel.api.preconditions import NotAsSeen, seen
from igot.kernel.errors import Conflict, NotFound, Refused


@extend_schema_view(
    get=extend_schema(tags=["authoring"], responses=shapes.DraftModuleSerializer),
    patch=extend_schema(tags=["authoring"], request=shapes.ModuleChange, responses=shapes.DraftModuleSerializer),
    delete=extend_schema(tags=["authoring"], responses={204: None}),
)
class DraftModule(generics.GenericAPIView):
    """A module of a draft. A change needs the `ETag` you have read, in `If-Match`."""

    serializer_class = shapes.DraftModuleSerializer

    def get(self, request: Request, public_id: UUID, course_id: UUID, key: UUID) -> Response:
        """A module with what is in it."""
        with shown(request, public_id, course_id) as release:
            return _module(release, key)

    def patch(self, request: Request, public_id: UUID, course_id: UUID, key: UUID) -> Response:
        """Rename or move a module. Send the `ETag` you have read in `If-Match`: 412 if it has changed."""
        with draft(request, public_id, course_id) as release:
            module = queries.module_of(release, key)
            etag = seen(request)
            values = given(shapes.ModuleChange, request, partial=True)
            place = values.pop("place", None)
            if values or etag is not None:
                values = {"title": module.title, "translations": module.translations, **values}
                module = _as_seen(services.change_module, module=module, seen=etag, **values, **by(request))
            if place is not None:
                services.move_module(module=module, places=place - module.place, **by(request))
            return _module(release, key)

    def delete(self, request: Request, public_id: UUID, course_id: UUID, key: UUID) -> Response:
        """Remove a module of a draft with everything in it; files stay stored."""
        with draft(request, public_id, course_id) as release:
            services.remove_module(module=queries.module_of(release, key), **by(request))
            return Response(status=204)


@extend_schema_view(
    get=extend_schema(tags=["authoring"], responses=shapes.DraftResourceSerializer),
    patch=extend_schema(tags=["authoring"], request=shapes.ResourceChange, responses=shapes.DraftResourceSerializer),
    delete=extend_schema(tags=["authoring"], responses={204: None}),
)
class DraftResource(generics.GenericAPIView):
    """Something to learn from in a draft. A change needs the `ETag` you have read, in `If-Match`."""

    serializer_class = shapes.DraftResourceSerializer

    def get(self, request: Request, public_id: UUID, course_id: UUID, key: UUID) -> Response:
        """One thing to learn from, with its text."""
        with shown(request, public_id, course_id) as release:
            return _resource(queries.resource_of(release, key))

    def patch(self, request: Request, public_id: UUID, course_id: UUID, key: UUID) -> Response:
        """Change it, or move it to a place in this module or another. Send the `ETag` you have read in `If-Match`: 412
        if it has changed.
        """
        with draft(request, public_id, course_id) as release:
            resource = queries.resource_of(release, key)
            etag = seen(request)
            values = given(shapes.ResourceChange, request, partial=True)
            place, module = values.pop("place", None), values.pop("module", None)
            captions = {
                language: asset_named(request, release, "captions", asset)
                for language, asset in values.pop("captions", {}).items()
            }
            if values.get("asset"):
                values["asset"] = asset_named(request, release, "asset", values["asset"])
            if values.get("paper"):
                values["paper"] = paper_named(release, values["paper"])
            target = _target(release, module) if module else resource.module
            resource = _as_seen(services.change_resource, resource=resource, changes=values, seen=etag, **by(request))
            for language, asset in captions.items():
                services.set_captions(resource=resource, language=language, asset=asset, **by(request))
            if module or place is not None:
                services.put_resource(resource=resource, module=target, place=place, **by(request))
            return _resource(queries.resource_of(release, key))

    def delete(self, request: Request, public_id: UUID, course_id: UUID, key: UUID) -> Response:
        """Remove it from the draft; its file stays stored, and earlier editions keep it."""
        with draft(request, public_id, course_id) as release:
            services.remove_resource(resource=queries.resource_of(release, key), **by(request))
            return Response(status=204)


def _module(release: Release, key: UUID) -> Response:
    module = next((one for one in queries.outline(release) if one.key == key), None)
    if module is None:
        raise NotFound
    headers = {"ETag": f'"{queries.module_print(module)}"'}
    return Response(shapes.DraftModuleSerializer(module).data, headers=headers)


def _resource(resource: Resource) -> Response:
    headers = {"ETag": f'"{queries.resource_print(resource)}"'}
    return Response(shapes.DraftResourceSerializer(resource).data, headers=headers)


def _target(release: Any, key: UUID) -> Module:
    try:
        return queries.module_of(release, key)
    except NotFound as error:
        raise Refused(str(error), field="module") from error


def _as_seen(change: Any, **values: Any) -> Any:
    try:
        return change(**values)
    except Conflict as conflict:
        if conflict.code != "changed_meanwhile":
            raise
        raise NotAsSeen from conflict


DRAFT = "organisations/<uuid:public_id>/courses/<uuid:course_id>/draft/"

urlpatterns = [
    path(f"{DRAFT}modules/<uuid:key>/", DraftModule.as_view(), name="api_draft_module"),
    path(f"{DRAFT}resources/<uuid:key>/", DraftResource.as_view(), name="api_draft_resource"),
]
