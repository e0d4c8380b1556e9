"""Error pages: what happened, what to do, and nothing typed is lost."""

import json
import logging
import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from igot.kernel.api.problems import problem
from igot.kernel.errors import Denied, NotFound, NotYet, Refusal
from igot.web import keep
from igot.web.labels import labelled

logger = logging.getLogger(__name__)
SECONDS_UNTIL_RETRY = 15
SECONDS_UNTIL_THERE = 5
HEADLINES = {
    400: gettext_lazy("This request could not be read"),
    403: gettext_lazy("You do not have the right to do this"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("This address cannot be opened like that"),
    409: gettext_lazy("This has changed meanwhile"),
    422: gettext_lazy("This cannot be done"),
    503: gettext_lazy("One moment, please"),
}


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _as_problem(body: dict[str, Any]) -> HttpResponse:
    return HttpResponse(json.dumps(body), status=body["status"], content_type="application/problem+json")


def refusal(request: HttpRequest, error: Refusal) -> HttpResponse:
    """The page (or, for htmx, the remark; for the API, the problem) that says no and what to do instead."""
    if _wants_json(request):
        fields = {name: [str(text) for text in texts] for name, texts in getattr(error, "fields", {}).items()}
        return _as_problem(problem(status=error.status, code=error.code, detail=str(error.message), fields=fields))
    texts = [str(text) for messages in getattr(error, "fields", {}).values() for text in messages]
    message = str(error.message)
    context = {
        "headline": HEADLINES.get(error.status, HEADLINES[422]),
        "message": message,
        "details": [text for text in texts if text != message],
        "status": error.status,
        "back": keep.form_page(request),
    }
    if getattr(request, "htmx", False):
        response = render(request, "errors/refusal.html#remark", context, status=error.status)
        # The fragment that was asked for stays as it is; the remark goes to where messages are read out.
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:window:top"
        return response
    page = render(request, "errors/refusal.html", context, status=error.status)
    if error.status == NotYet.status and request.method == "GET":
        page.headers["Refresh"] = str(SECONDS_UNTIL_THERE)  # the page asks again by itself, without scripts too
    return page


class _WrongWay(Refusal):
    status = 405
    code = "method_not_allowed"
    message = gettext_lazy(
        "A form is sent to this address; it is no page of its own. Go back to the page with the form."
    )


def wrong_way(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """405: somebody opened, or reloaded, the address a form is sent to."""
    response = refusal(request, _WrongWay())
    response.headers["Allow"] = allowed
    return response


def unavailable(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """503: the database does not answer. The page needs none, and a POST keeps what was typed on it."""
    logger.error("database does not answer: %s", error)
    if _wants_json(request):
        detail = _("The database does not answer at the moment. Try again in a few seconds.")
        response = _as_problem(problem(status=503, code="unavailable", detail=detail))
    else:
        fields = keep.typed(request) if request.method == "POST" else []
        context = {"fields": fields, "action": request.get_full_path(), "seconds": SECONDS_UNTIL_RETRY}
        context["token"] = request.POST.get("csrfmiddlewaretoken", "") if fields else ""
        response = HttpResponse(render_to_string("errors/unavailable.html", context), status=503)
    response.headers["Retry-After"] = str(SECONDS_UNTIL_RETRY)
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page's token is old (another sign-in, a cleared cookie): show what was typed, with a button to send it again.

    Never for a form that came from another site: that is the attack the token is there to stop.
    """
    logger.warning("CSRF check failed: %s", reason)
    if keep.came_from_here(request) and not getattr(request, "htmx", False):
        action = request.get_full_path()
        context = {"fields": labelled(keep.typed(request), action), "action": action, "why": "token"}
        return render(request, "errors/send_again.html", context, status=403)
    return refusal(
        request, Denied(_("The page was open for too long, or the form came from another site. Open the page again."))
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: too many fields, too large, not readable."""
    text = _("The request was too large or not readable. Go back, shorten what you send, and try again.")
    body = {"headline": HEADLINES[400], "message": text}
    return HttpResponse(render_to_string("errors/bare.html", body), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 of Django itself, in our words."""
    return refusal(request, Denied())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not yours. The same words for both."""
    return refusal(request, NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when what failed outside the views is the database."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable(request, error)
    correlation = problem(status=500, code="error", detail="").get("correlation_id", "")
    text = _(
        "Something went wrong on our side and was recorded. Try again; if it happens again, tell us the number below."
    )
    if _wants_json(request):
        return _as_problem(problem(status=500, code="error", detail=text))
    body = {"headline": _("Something went wrong"), "message": text, "number": correlation}
    return HttpResponse(render_to_string("errors/bare.html", body), status=500)
