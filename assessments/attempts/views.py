"""The learner's pages: the questions, handing in, the result."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from assessments.attempts import queries, services
from assessments.attempts.access import attempt_to_take, attempts_beside
from assessments.attempts.models import Attempt
from assessments.attempts.presenting import blanks, responses_in, shown_questions
from assessments.attempts.results import result_of
from igot.kernel.clock import now
from igot.kernel.errors import Refused


def _device(request: HttpRequest) -> str:
    return hashlib.sha256((request.session.session_key or "").encode()).hexdigest()[:32]


def _open(request: HttpRequest, public_id: UUID) -> tuple[Attempt, bool]:
    """The person's attempt as it stands now, and whether it can still be answered."""
    attempt = services.current(attempt=attempt_to_take(request.user, public_id), at=now())  # type: ignore[arg-type]
    return attempt, attempt.state in queries.OPEN


@never_cache
@require_http_methods(["GET", "POST"])
def attempt(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All questions in one form; posting it saves what is visible and shows it again."""
    found, is_open = _open(request, public_id)
    if not is_open:
        if request.method == "POST" and found.voided is None:
            messages.warning(request, _("This attempt is handed in. The answers saved before count; these do not."))
        return redirect("attempt_result", public_id)
    if request.method == "POST":
        return _save(request, found)
    if services.take_over(attempt=found, device=_device(request)):
        messages.info(
            request,
            _("This attempt was open on another device. You can go on here; everything saved there is shown below."),
        )
    return _questions_page(request, found)


def _questions_page(request: HttpRequest, found: Attempt, status: int = 200) -> HttpResponse:
    questions = shown_questions(found)
    context: dict[str, Any] = {"attempt": found, "questions": questions, "unanswered": len(blanks(questions))}
    if found.deadline_at is not None:
        context["seconds_left"] = max(int((found.deadline_at - now()).total_seconds()), 0)
    return render(request, "assessments/attempts/attempt.html", context, status=status)


def _save(request: HttpRequest, found: Attempt) -> HttpResponse:
    try:
        kept = services.save_visible(
            attempt=found, answers=responses_in(queries.questions_of(found), request.POST), at=now()
        )
    except Refused as refusal:
        messages.error(request, _reason(refusal))
        return _questions_page(request, found, status=422)
    if request.POST.get("step") == "check":
        return redirect("attempt_submit", found.public_id)
    if kept:
        text = ngettext("%(count)s answer saved.", "%(count)s answers saved.", kept) % {"count": kept}
        messages.success(request, text)
    else:
        messages.info(request, _("Nothing had changed since the last save."))
    return redirect("attempt", found.public_id)


def _reason(refusal: Refused) -> str:
    texts = [str(text) for texts in refusal.fields.values() for text in texts]
    return " ".join(texts) or str(refusal.message)


@never_cache
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say how many questions are unanswered, then hand in. Answers posted here are saved first."""
    if request.method == "POST":
        return _hand_in(request, public_id)
    found, is_open = _open(request, public_id)
    if not is_open:
        return redirect("attempt_result", public_id)
    questions = shown_questions(found)
    context = {"attempt": found, "total": len(questions), "unanswered": blanks(questions)}
    return render(request, "assessments/attempts/submit.html", context)


def _hand_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    try:
        services.submit_as_shown(
            learner=request.user,  # type: ignore[arg-type]
            attempt=public_id,
            read=lambda questions: responses_in(questions, request.POST),
            at=now(),
        )
    except Refused as refusal:
        found, is_open = _open(request, public_id)
        if is_open:
            messages.error(request, _reason(refusal))
            return _questions_page(request, found, status=422)
    return redirect("attempt_result", public_id)


@never_cache
@require_GET
def result(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What became of the attempt, as far as the paper shows it."""
    at = now()
    standing = attempts_beside(request.user, public_id)  # type: ignore[arg-type]
    found = services.current(attempt=standing.this(public_id), at=at)
    if found.state in queries.OPEN:
        return redirect("attempt", public_id)
    # One that was voided before it was handed in has no result, only the reason.
    told = result_of(found, standing.having(found), at) if found.percent is not None else None
    context = {"attempt": found, "result": told, "left": standing.having(found).left(found.version)}
    return render(request, "assessments/attempts/result.html", context)
