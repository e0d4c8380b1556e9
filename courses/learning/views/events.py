"""What the player reports, and what it is told in return."""

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.learning import services
from courses.learning.access import enrolment_to_learn
from igot.kernel.api.reading import read_json
from igot.kernel.clock import now
from igot.kernel.errors import NotFound, Refused


@require_POST
def learn_events(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """Take up to 500 events; answer each, and say what is completed now. Refusals are told as JSON."""
    try:
        body = read_json(request.body.decode())
        events = body["events"]
    except (ValueError, KeyError, TypeError):
        events = None
    if not isinstance(events, list):
        enrolment_to_learn(request.user, public_id)  # type: ignore[arg-type]
        return JsonResponse({"code": "invalid", "detail": _("Send an object with a list of events.")}, status=422)
    try:
        found = services.report(learner=request.user, enrolment=public_id, events=events, at=now())  # type: ignore[arg-type]
    except NotFound:
        enrolment_to_learn(request.user, public_id)  # type: ignore[arg-type]
        raise
    except Refused as refusal:
        return JsonResponse({"code": refusal.code, "detail": str(refusal.message)}, status=422)
    return JsonResponse(
        {"answers": found.answers, "completed": [str(key) for key in found.completed], "percent": found.percent}
    )
