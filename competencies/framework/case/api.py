"""The CASE 1.1 provider, at the standard's own addresses: national frameworks are readable without signing in."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.http import quote_etag
from django.views.decorators.http import condition, require_safe

from competencies.framework.case import package as build
from competencies.framework.case import queries
from competencies.framework.case.words import ROOT
from igot.kernel.errors import NotFound

Json = dict[str, Any]
PER_PAGE, MOST = 100, 1000
SORTABLE = {"title": "title", "lastChangeDateTime": "changed_at", "creator": "creator"}


def refusal(status: int, field: str, text: str) -> JsonResponse:
    """A refusal as CASE writes it (imsx_StatusInfo)."""
    minor = "unknownobject" if status == 404 else "invalid_query_parameter"
    body = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": text,
        "imsx_codeMinor": {
            "imsx_codeMinorField": [{"imsx_codeMinorFieldName": field, "imsx_codeMinorFieldValue": minor}]
        },
    }
    return JsonResponse(body, status=status)


def _national_only(request: HttpRequest) -> bool:
    return not request.user.is_authenticated


def _readable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open to strangers; what is not there, or not for them, is refused in CASE's words."""

    def answered(request: HttpRequest, **values: Any) -> HttpResponse:
        try:
            return view(request, **values)
        except NotFound:
            return refusal(404, "identifier", "No such object, or it is not open to you.")

    return login_not_required(require_safe(answered))


def _document(framework: Any) -> Json:
    rows = queries.contents(framework)
    made = build.document(framework, rows.changed)
    package = build.link("CFPackages", framework.public_id, framework.title)
    return {**made, "sourcedId": made["identifier"], "CFPackageURI": package}


def _whole(request: HttpRequest, package_id: UUID) -> Json:
    return build.package(queries.framework(package_id, national_only=_national_only(request)))


@_readable
def documents(request: HttpRequest) -> HttpResponse:
    """All frameworks the reader may see: `limit`, `offset`, `sort`, `orderBy`, `fields`."""
    numbers = {}
    for name, default, least in (("limit", PER_PAGE, 1), ("offset", 0, 0)):
        text = request.GET.get(name, str(default))
        if not text.isascii() or not text.isdigit() or not least <= int(text[:9]) <= 1_000_000:
            return refusal(400, name, f"{name} is a whole number of at least {least}.")
        numbers[name] = int(text[:9])
    if "filter" in request.GET:
        return refusal(400, "filter", "Filters are not supported; read all and choose.")
    sort, order = request.GET.get("sort", "title"), request.GET.get("orderBy", "asc")
    if sort not in SORTABLE or order not in {"asc", "desc"}:
        return refusal(400, "sort", f"sort is one of {', '.join(sorted(SORTABLE))}; orderBy is asc or desc.")
    found = queries.frameworks(national_only=_national_only(request))
    found = found.order_by(("-" if order == "desc" else "") + SORTABLE[sort], "pk")
    first = numbers["offset"]
    rows = [_document(row) for row in found[first : first + min(numbers["limit"], MOST)]]
    wanted = [name for name in request.GET.get("fields", "").split(",") if name]
    if wanted:
        rows = [{name: row[name] for name in {"identifier", *wanted} if name in row} for row in rows]
    return JsonResponse({"CFDocuments": rows}, headers={"X-Total-Count": str(found.count())})


@_readable
def document(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One framework's head."""
    return JsonResponse(_document(queries.framework(public_id, national_only=_national_only(request))))


def _version(request: HttpRequest, public_id: UUID) -> str | None:
    try:
        framework = queries.framework(public_id, national_only=_national_only(request))
    except NotFound:
        return None
    return quote_etag(f"{framework.public_id}:{queries.contents(framework).changed.timestamp()}")


@_readable
@condition(etag_func=_version)
def package(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A whole framework."""
    return JsonResponse(_whole(request, public_id))


def _of_item(request: HttpRequest, public_id: UUID) -> tuple[Json, Any]:
    framework = queries.framework_of(public_id, national_only=_national_only(request))
    return build.package(framework), framework


@_readable
def item(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One item, with the framework it belongs to."""
    whole, framework = _of_item(request, public_id)
    found = next(row for row in whole["CFItems"] if row["identifier"] == str(public_id))
    top = build.link("CFDocuments", framework.public_id, framework.title)
    return JsonResponse({**found, "sourcedId": found["identifier"], "CFDocumentURI": top})


@_readable
def item_associations(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One item with every arrow that begins or ends at it."""
    whole, framework = _of_item(request, public_id)
    found = next(row for row in whole["CFItems"] if row["identifier"] == str(public_id))
    ends = ("originNodeURI", "destinationNodeURI")
    arrows = [row for row in whole["CFAssociations"] if str(public_id) in {row[end]["identifier"] for end in ends}]
    top = build.link("CFDocuments", framework.public_id, framework.title)
    return JsonResponse({"CFItem": {**found, "CFDocumentURI": top}, "CFAssociations": arrows})


def _anywhere(name: str) -> Callable[..., HttpResponse]:
    """A view of the parts of packages that have no row of their own."""

    @_readable
    def part(request: HttpRequest, public_id: UUID) -> HttpResponse:
        for framework in queries.frameworks(national_only=_national_only(request)):
            whole = build.package(framework)
            rows = whole["CFDefinitions"].get(name, []) if name in DEFINITIONS else whole[name]
            found = next((row for row in rows if row["identifier"] == str(public_id)), None)
            if found is not None:
                top = build.link("CFDocuments", framework.public_id, framework.title)
                more = {"sourcedId": found["identifier"], "CFDocumentURI": top} if name == "CFAssociations" else {}
                return JsonResponse({name: [found]} if name in DEFINITIONS else {**found, **more})
        raise NotFound

    return part


# Concepts, subjects, licences and groupings are none of ours: their addresses answer that there is none.
DEFINITIONS = ("CFItemTypes", "CFConcepts", "CFSubjects", "CFLicenses", "CFAssociationGroupings")
_at = ROOT.lstrip("/")
urlpatterns = [
    path(f"{_at}CFDocuments", documents, name="case_documents"),
    path(f"{_at}CFDocuments/<uuid:public_id>", document, name="case_document"),
    path(f"{_at}CFPackages/<uuid:public_id>", package, name="case_package"),
    path(f"{_at}CFItems/<uuid:public_id>", item, name="case_item"),
    path(f"{_at}CFItemAssociations/<uuid:public_id>", item_associations, name="case_item_associations"),
    path(f"{_at}CFAssociations/<uuid:public_id>", _anywhere("CFAssociations"), name="case_association"),
    path(f"{_at}CFRubrics/<uuid:public_id>", _anywhere("CFRubrics"), name="case_rubric"),
    *(path(f"{_at}{name}/<uuid:public_id>", _anywhere(name), name=f"case_{name[2:].lower()}") for name in DEFINITIONS),
]
