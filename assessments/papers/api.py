"""Papers over the API: people with the role write, a token with `assessments:read` reads."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from assessments.bank.access import bank_to_read, bank_to_write
from assessments.bank.queries import versions_by_id
from assessments.papers import queries, services
from assessments.papers import serializers as shapes
from assessments.papers.access import paper_of
from assessments.papers.models import Paper, PaperVersion
from igot.kernel.api.preconditions import NotAsSeen, seen
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, Refused


def _given(serializer: type[Serializer], request: Request, **options: Any) -> dict[str, Any]:
    given = serializer(data=request.data, **options)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _by(request: Request) -> dict[str, Any]:
    return {"actor": request.user, "at": now()}


def _shown(paper: Paper, status: int = 200) -> Response:
    version = queries.newest_version(paper)
    headers = {"ETag": f'"{queries.settings_print(version)}"'}
    return Response(shapes.PaperSerializer(version).data, status=status, headers=headers)


@extend_schema_view(
    get=extend_schema(tags=["assessments"]),
    post=extend_schema(tags=["assessments"], request=shapes.PaperRequest, responses={201: shapes.PaperSerializer}),
)
class PaperList(generics.ListAPIView):
    """The organisation's papers, each in its newest version."""

    serializer_class = shapes.PaperLineSerializer
    filter_backends: list[Any] = []

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """For everybody who makes or checks content there, and for tokens with `assessments:read`."""
        self.organisation = bank_to_read(request, kwargs["public_id"])
        return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[PaperVersion]:
        """The newest versions."""
        return queries.papers_of(self.organisation)

    def post(self, request: Request, public_id: UUID) -> Response:
        """Begin a paper: the draft of its first version."""
        organisation = bank_to_write(request, public_id)
        version = services.create_paper(
            organisation=organisation, **_given(shapes.PaperRequest, request), **_by(request)
        )
        return _shown(version.paper, 201)


@extend_schema_view(
    get=extend_schema(tags=["assessments"], responses=shapes.PaperSerializer),
    patch=extend_schema(tags=["assessments"], request=shapes.PaperRequest, responses=shapes.PaperSerializer),
)
class PaperPart(generics.GenericAPIView):
    """A paper in its newest version. Published versions do not change: begin the next draft."""

    serializer_class = shapes.PaperSerializer

    def get(self, request: Request, public_id: UUID, paper_id: UUID) -> Response:
        """Settings, sections and questions; the `ETag` is that of the settings."""
        return _shown(paper_of(bank_to_read(request, public_id), paper_id))

    def patch(self, request: Request, public_id: UUID, paper_id: UUID) -> Response:
        """Change the settings of a draft. Send the `ETag` you have read in `If-Match`: 412 if it has changed."""
        paper = paper_of(bank_to_write(request, public_id), paper_id)
        etag = seen(request)
        changes = _given(shapes.PaperRequest, request, partial=True)
        try:
            services.change_paper(version=queries.newest_version(paper), changes=changes, seen=etag, **_by(request))
        except Conflict as conflict:
            if conflict.code != "changed_meanwhile":
                raise
            raise NotAsSeen from conflict
        return _shown(paper)


@extend_schema(tags=["assessments"], request=shapes.SectionsRequest, responses=shapes.PaperSerializer)
@api_view(["PUT"])
def paper_sections(request: Request, public_id: UUID, paper_id: UUID) -> Response:
    """Make these the draft's sections and questions, in place of what it had."""
    organisation = bank_to_write(request, public_id)
    paper = paper_of(organisation, paper_id)
    sections = _given(shapes.SectionsRequest, request)["sections"]
    wanted = [item["question"] for section in sections for item in section["items"]]
    found = {version.public_id: version for version in versions_by_id(organisation, wanted)}
    if set(wanted) - set(found):
        raise Refused(_("One of the questions is not in this organisation's bank."), field="items")
    drafts = [
        services.SectionDraft(
            **{**section, "items": [(found[item["question"]], item["marks"]) for item in section["items"]]}
        )
        for section in sections
    ]
    services.set_sections(version=queries.newest_version(paper), sections=drafts, **_by(request))
    return _shown(paper)


@extend_schema(tags=["assessments"], request=None, responses=shapes.PaperSerializer)
@api_view(["POST"])
def paper_publication(request: Request, public_id: UUID, paper_id: UUID) -> Response:
    """Publish the draft: it can be attempted, and no longer changes."""
    paper = paper_of(bank_to_write(request, public_id), paper_id)
    services.publish_paper(version=queries.newest_version(paper), **_by(request))
    return _shown(paper)


@extend_schema(tags=["assessments"], request=None, responses={201: shapes.PaperSerializer})
@api_view(["POST"])
def paper_draft(request: Request, public_id: UUID, paper_id: UUID) -> Response:
    """Begin the next version of a published paper."""
    paper = paper_of(bank_to_write(request, public_id), paper_id)
    services.next_draft(paper=paper, **_by(request))
    return _shown(paper, 201)


PAPERS = "organisations/<uuid:public_id>/papers/"
PAPER = f"{PAPERS}<uuid:paper_id>/"

urlpatterns = [
    path(PAPERS, PaperList.as_view(), name="api_papers"),
    path(PAPER, PaperPart.as_view(), name="api_paper"),
    path(f"{PAPER}sections/", paper_sections, name="api_paper_sections"),
    path(f"{PAPER}publication/", paper_publication, name="api_paper_publication"),
    path(f"{PAPER}draft/", paper_draft, name="api_paper_draft"),
]
