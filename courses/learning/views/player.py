"""The player: one resource at a time, with the outline beside it. Everything works without JavaScript."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from assessments.attempts import services as attempts
from courses.learning import queries, services
from courses.learning.access import enrolment_to_learn
from courses.learning.models import Enrolment
from courses.learning.presenting import content_language, examination, tracks
from courses.learning.queries.why import clock
from igot.kernel.clock import now
from igot.kernel.errors import NotFound, Refused

CLOSED = (Enrolment.State.WITHDRAWN, Enrolment.State.EXPIRED)


@require_safe
def learn(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Go on where I was: the last resource unless it is done, else the first that is not, else the first."""
    enrolment = enrolment_to_learn(request.user, public_id)  # type: ignore[arg-type]
    if enrolment.state in CLOSED:
        return redirect("course", enrolment.course.slug)
    items = [item for module in queries.outline_for(enrolment) for item in module.items]
    if not items:
        raise NotFound
    last = next((item for item in items if item.resource.key == enrolment.last_resource), None)
    open_items = [item for item in items if item.state != "done"]
    chosen = last if last is not None and (last.state != "done" or not open_items) else (open_items or items)[0]
    return redirect("learn_resource", enrolment.public_id, chosen.resource.key)


@require_safe
def learn_resource(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    """One resource. Handing it out is itself noted: it starts the server's clock for readers without JavaScript."""
    enrolment = enrolment_to_learn(request.user, public_id)  # type: ignore[arg-type]
    if enrolment.state in CLOSED:
        messages.info(
            request, _("You are not enrolled in this course any more. Enrol again to go on where you stopped.")
        )
        return redirect("course", enrolment.course.slug)
    queries.resource_by_key(enrolment, key)
    session = uuid4().hex
    services.open_resource(enrolment=enrolment, resource=key, session=session, at=now())
    return _show(request, enrolment, key, session=session)


@require_POST
def learn_done(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    """I have read this."""
    enrolment = enrolment_to_learn(request.user, public_id)  # type: ignore[arg-type]
    missing = services.confirm(enrolment=enrolment, resource=key, at=now())
    if missing:
        seconds = int(missing.total_seconds())
        text = ngettext(
            "That was quick. Please take %(seconds)s more second, then say it again.",
            "That was quick. Please take %(seconds)s more seconds, then say it again.",
            seconds,
        )
        return _show(request, enrolment, key, notice=text % {"seconds": seconds}, status=422)
    messages.success(request, _("Completed."))
    return redirect("learn_resource", enrolment.public_id, key)


@require_POST
def learn_attempt(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    """Begin an attempt at the paper, or go on with the one under way."""
    enrolment = enrolment_to_learn(request.user, public_id)  # type: ignore[arg-type]
    resource = queries.resource_by_key(enrolment, key)
    if resource.paper is None or enrolment.state in CLOSED:
        raise NotFound
    try:
        attempt = attempts.start(
            learner=request.user,  # type: ignore[arg-type]
            version=resource.paper,
            context_kind=queries.ATTEMPT_CONTEXT,
            context_id=queries.attempt_context_id(enrolment, key),
            title=str(resource.in_language("title")),
            back_url=reverse("learn_resource", args=[enrolment.public_id, key]),
            at=now(),
        )
    except Refused as refusal:
        return _show(request, enrolment, key, notice=str(refusal.message), status=422)
    return redirect("attempt", attempt.public_id)


def _show(
    request: HttpRequest, enrolment: Enrolment, key: UUID, *, session: str = "", notice: str = "", status: int = 200
) -> HttpResponse:
    enrolment = queries.enrolment_by_id(enrolment.public_id)
    outline = queries.outline_for(enrolment)
    place = queries.place_of(outline, key)
    resource, progress = place.item.resource, place.item.progress
    seconds = resource.asset.seconds if resource.asset else None
    position = progress.position if progress else 0
    # At the very end there is nothing left to resume: begin anew.
    position = 0 if seconds and position >= seconds - 3 else position
    context: dict[str, Any] = {
        "enrolment": enrolment,
        "outline": outline,
        "place": place,
        "resource": resource,
        "progress": progress,
        "percent": queries.percent(enrolment),
        "position": position,
        "resume_time": clock(position),
        "tracks": tracks(resource),
        "transcript_language": content_language(resource, enrolment.release.language, "transcript"),
        "content_language": content_language(resource, enrolment.release.language),
        "examination": examination(request.user, enrolment, resource, now()),  # type: ignore[arg-type]
        "notice": notice,
        "player": {
            "enrolment": str(enrolment.public_id),
            "resource": str(resource.key),
            "kind": resource.kind,
            "session": session or uuid4().hex,
            "position": position,
            "events": reverse("learn_events", args=[enrolment.public_id]),
            "done": place.item.state == "done",
            "language": content_language(resource, enrolment.release.language),
        },
    }
    return render(request, "courses/learning/player.html", context, status=status)
