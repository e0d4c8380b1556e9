"""Gaps of many people, the finder and the demand board, for programs."""

from typing import Any
from uuid import UUID

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from competencies.framework import queries as framework
from competencies.framework.models import Competency
from competencies.insight import access, queries, services
from competencies.insight.queries import Wish
from igot.accounts.access import client_of, organisation_for_api
from igot.accounts.api import PlaceSerializer, person_of
from igot.kernel.clock import now
from igot.kernel.errors import Denied, NotFound, Refused
from igot.kernel.tenancy import subtree
from igot.organisations.models import Organisation

READ = ("competencies:read",)
IN = OpenApiParameter("in", OpenApiTypes.STR, description="short name of an organisation below, to go to")
DAY = OpenApiParameter("day", OpenApiTypes.DATE, description="as of a counted day; the newest is the default")
BY = OpenApiParameter("by", OpenApiTypes.STR, description="organisation or position", enum=["organisation", "position"])


class InsightCompetencySerializer(serializers.Serializer):
    """A competency in a few words."""

    public_id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()


class GapNumbersSerializer(serializers.Serializer):
    """Of the people asked: how many meet it, and the levels asked, held up to that, missing."""

    people = serializers.IntegerField()
    meeting = serializers.IntegerField()
    percent = serializers.IntegerField()
    required = serializers.IntegerField()  # type: ignore[assignment]
    attained = serializers.IntegerField()
    missing = serializers.IntegerField()


class GapCellSerializer(serializers.Serializer):
    """A cell; `numbers` is null where nobody is asked or, if `is_kept_back`, where a few people could be told."""

    column = serializers.CharField(source="column.label")
    organisation = serializers.CharField(source="column.slug", help_text="short name, where the column is one below")
    is_kept_back = serializers.BooleanField()
    numbers = GapNumbersSerializer(allow_null=True)


class GapRowSerializer(serializers.Serializer):
    """One competency; `whole` is null where it is kept back."""

    competency = InsightCompetencySerializer()
    whole = GapNumbersSerializer(allow_null=True)
    cells = GapCellSerializer(many=True)


class GapMapSerializer(serializers.Serializer):
    """The heat map of an organisation; `rows` is empty and `day` null before the first count."""

    organisation = PlaceSerializer()
    by = serializers.CharField()
    day = serializers.DateField(allow_null=True)
    as_of = serializers.DateTimeField(allow_null=True)
    rows = GapRowSerializer(many=True)


class GapChangeSerializer(serializers.Serializer):
    """One competency on two days; `uplift` is in percentage points."""

    competency = InsightCompetencySerializer()
    before = GapNumbersSerializer()
    after = GapNumbersSerializer()
    uplift = serializers.IntegerField()


class GapTrendSerializer(serializers.Serializer):
    """What has changed between two counted days."""

    first = serializers.DateField(allow_null=True)
    last = serializers.DateField(allow_null=True)
    changes = GapChangeSerializer(many=True)


class TeachingNeedSerializer(serializers.Serializer):
    """What is lacking and what there is to learn it from; `lacking` is null for fewer than five people."""

    competency = InsightCompetencySerializer()
    lacking = serializers.SerializerMethodField()
    people = serializers.IntegerField(source="numbers.people")
    missing_levels = serializers.IntegerField(source="numbers.missing")
    weight = serializers.IntegerField(source="numbers.weight")
    highest_asked = serializers.IntegerField()
    offered = serializers.IntegerField()
    highest_offered = serializers.IntegerField()

    def get_lacking(self, need: queries.Need) -> int | None:
        """How many people do not meet it."""
        return None if need.is_few else need.numbers.lacking


class DemandSerializer(serializers.Serializer):
    """A level of a competency that people lack, in how many ministries or States, and how much reaches it."""

    competency = InsightCompetencySerializer()
    level = serializers.IntegerField()
    people = serializers.IntegerField()
    ministries = serializers.IntegerField()
    offered = serializers.IntegerField()
    highest_offered = serializers.IntegerField()


class WishRequest(serializers.Serializer):
    """A competency at a level."""

    competency = serializers.UUIDField()
    level = serializers.IntegerField(min_value=1, max_value=9)
    criticality = serializers.IntegerField(min_value=1, max_value=3, default=2)


class FinderRequest(serializers.Serializer):
    """What is looked for and what for. Those who are shown can read the purpose."""

    position = serializers.UUIDField(required=False, allow_null=True, default=None)
    competencies = WishRequest(many=True, required=False, default=list)
    all_of_them = serializers.BooleanField(default=False)
    purpose = serializers.CharField(max_length=300)


class WishedCompetencySerializer(InsightCompetencySerializer):
    """The same few for everybody who is found: each is put into words once."""

    def to_representation(self, competency: Competency) -> Any:
        """The words of a competency."""
        shared: Any = self.context
        known: dict[int, Any] = shared.setdefault("competencies", {})
        if competency.pk not in known:
            known[competency.pk] = super().to_representation(competency)
        return known[competency.pk]


class FoundLevelSerializer(serializers.Serializer):
    """One wish with what is held of it."""

    competency = WishedCompetencySerializer(source="wish.competency")
    asked = serializers.IntegerField(source="wish.level")
    held = serializers.IntegerField(source="level")
    is_met = serializers.BooleanField()


class FoundPersonSerializer(serializers.Serializer):
    """A person with what they meet and lack."""

    place = serializers.IntegerField()
    person = serializers.UUIDField(source="person.public_id")
    name = serializers.CharField(source="person.name")
    designation = serializers.CharField(source="person.designation.name", allow_null=True, default=None)
    organisation = PlaceSerializer(source="person.organisation")
    percent = serializers.IntegerField()
    meets_all = serializers.BooleanField()
    levels = FoundLevelSerializer(source="held", many=True)


class FoundSerializer(serializers.Serializer):
    """The search as it was kept, and whom it showed."""

    search = serializers.UUIDField()
    people = FoundPersonSerializer(many=True)


def _opened(request: Request, public_id: UUID) -> tuple[Organisation, Organisation, Organisation]:
    """The organisation, the part of it that is asked for, and the highest whose numbers the caller can open."""
    organisation = organisation_for_api(request, public_id, scopes=READ, roles=access.READERS)
    client = client_of(request)
    top = access.top_for(request.user, organisation) if client is None else client.organisation or organisation
    return organisation, access.part_to_see(organisation, request.query_params.get("in", "")), top


@extend_schema(tags=["competencies"], responses=GapMapSerializer, parameters=[IN, DAY, BY])
@api_view(["GET"])
def gaps(request: Request, public_id: UUID) -> Response:
    """Competencies against organisations or positions, as of a day. Tokens need `competencies:read`."""
    organisation, part, top = _opened(request, public_id)
    body: dict[str, Any] = {"organisation": part, "by": "organisation", "day": None, "as_of": None, "rows": []}
    with subtree(organisation):
        day = access.day_to_see(request.query_params.get("day", ""), queries.days())
        if day is not None:
            found = queries.heat_map(part, top, day, by=request.query_params.get("by", "organisation"))
            body |= {"by": found.by, "day": day, "as_of": found.as_of, "rows": found.rows}
        return Response(GapMapSerializer(body).data)


@extend_schema(
    tags=["competencies"],
    responses=GapTrendSerializer,
    parameters=[
        IN,
        OpenApiParameter("from", OpenApiTypes.DATE, description="the earlier day; the first counted is the default"),
        OpenApiParameter("to", OpenApiTypes.DATE, description="the later day; the newest counted is the default"),
    ],
)
@api_view(["GET"])
def gap_trend(request: Request, public_id: UUID) -> Response:
    """What has changed between two counted days. Tokens need `competencies:read`."""
    organisation, part, top = _opened(request, public_id)
    with subtree(organisation):
        days = queries.days()
        first = access.day_to_see(request.query_params.get("from", days[-1].isoformat() if days else ""), days)
        last = access.day_to_see(request.query_params.get("to", ""), days)
        found = queries.changes(part, top, first, last) if first is not None and last is not None else []
        return Response(GapTrendSerializer({"first": first, "last": last, "changes": found}).data)


@extend_schema(tags=["competencies"], responses=TeachingNeedSerializer(many=True), parameters=[IN])
@api_view(["GET"])
def gap_next(request: Request, public_id: UUID) -> Response:
    """What to teach next, heaviest first; what nobody offers comes last. Tokens need `competencies:read`."""
    organisation, part, top = _opened(request, public_id)
    with subtree(organisation):
        day = access.day_to_see("", queries.days())
        needs = queries.teach_next(part, top, day) if day is not None else []
        return Response(TeachingNeedSerializer(needs, many=True).data)


@extend_schema(tags=["competencies"], responses=DemandSerializer(many=True))
@api_view(["GET"])
def demand(request: Request) -> Response:
    """What people lack and nobody teaches. For providers of content; tokens need `competencies:read`."""
    if client_of(request) is None:
        access.demand_to_see(request.user)
    elif not request.auth.allow_scopes(list(READ)):
        raise Denied()
    day = access.day_to_see("", queries.days())
    return Response(DemandSerializer(queries.demand(day) if day is not None else [], many=True).data)


@extend_schema(tags=["competencies"], request=FinderRequest, responses=FoundSerializer)
@api_view(["POST"])
def finder(request: Request, public_id: UUID) -> Response:
    """Look for people by what a post asks. For people with the role only: a search is kept under a name."""
    person = person_of(request)
    organisation = organisation_for_api(request, public_id, scopes=("competencies:find",), roles=access.FINDERS)
    asked = FinderRequest(data=request.data)
    asked.is_valid(raise_exception=True)
    values = asked.validated_data
    with subtree(organisation):
        position = None
        if values["position"] is not None:
            position = access.positions_to_search(organisation).filter(public_id=values["position"]).first()
            if position is None:
                raise Refused(_("There is no such position here."), field="position")
        wishes = queries.wishes_for(position, [_wish(each) for each in values["competencies"]])
        search = services.find(
            organisation=organisation,
            wishes=wishes,
            purpose=values["purpose"],
            position=position,
            all_of_them=values["all_of_them"],
            actor=person,
            at=now(),
        )
        people = queries.matches(search, queries.in_order(wishes))
        return Response(FoundSerializer({"search": search.public_id, "people": people}).data)


def _wish(values: dict[str, Any]) -> Wish:
    try:
        return Wish(framework.competency(values["competency"]), values["level"], values["criticality"])
    except NotFound as unknown:
        raise Refused(_("There is no such competency."), field="competencies") from unknown


PLACE = "organisations/<uuid:public_id>/"

urlpatterns = [
    path(f"{PLACE}gaps/", gaps, name="api_gaps"),
    path(f"{PLACE}gaps/trend/", gap_trend, name="api_gap_trend"),
    path(f"{PLACE}gaps/next/", gap_next, name="api_gap_next"),
    path(f"{PLACE}finder/", finder, name="api_finder"),
    path("demand/", demand, name="api_demand"),
]
