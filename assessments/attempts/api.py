"""Attempts over the API: the paper as frozen, one answer at a time, handing in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.attempts import queries, services
from assessments.attempts.access import attempt_to_take, attempts_beside
from assessments.attempts.models import Attempt, AttemptQuestion
from assessments.attempts.presenting import shown_questions
from assessments.attempts.responses import advice_on, shown_response, stored_response
from assessments.attempts.results import result_of
from igot.kernel.clock import now
from igot.kernel.errors import Conflict, Denied, NotFound

if TYPE_CHECKING:
    from igot.accounts.models import User

RESPONSE = {
    "oneOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}, {"type": "null"}],
    "description": "Numbers of the chosen options as shown, or a text; null takes the answer back.",
}


@extend_schema_field(RESPONSE)
class ResponseField(serializers.JSONField):
    """What was answered."""


class OptionSerializer(serializers.Serializer):
    """An option, numbered as shown."""

    value = serializers.CharField()
    text = serializers.CharField()
    chosen = serializers.BooleanField()


class AskedSerializer(serializers.Serializer):
    """A question of the attempt and what was answered so far; never its key."""

    place = serializers.IntegerField()
    kind = serializers.CharField()
    stem = serializers.CharField()
    max_marks = serializers.DecimalField(6, 2)
    options = OptionSerializer(many=True)
    text = serializers.CharField()
    answered = serializers.BooleanField()
    sequence = serializers.IntegerField()
    saved_at = serializers.DateTimeField(allow_null=True)
    section = serializers.CharField()


class VoidedSerializer(serializers.Serializer):
    """Why an attempt counts no longer. `granted`: another may be begun in its place."""

    at = serializers.DateTimeField()
    reason = serializers.CharField()
    granted = serializers.BooleanField()


class AttemptSerializer(serializers.Serializer):
    """An attempt; `questions` only while it is open, the result only once it is released."""

    public_id = serializers.UUIDField()
    title = serializers.CharField()
    number = serializers.IntegerField()
    state = serializers.CharField()
    started_at = serializers.DateTimeField()
    deadline_at = serializers.DateTimeField(allow_null=True)
    seconds_left = serializers.IntegerField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    max_marks = serializers.DecimalField(8, 2)
    marks = serializers.DecimalField(8, 2, allow_null=True)
    percent = serializers.DecimalField(5, 2, allow_null=True)
    passed = serializers.BooleanField(allow_null=True)
    attempts_left = serializers.IntegerField()
    voided = VoidedSerializer(allow_null=True)
    questions = AskedSerializer(many=True)


class AnswerRequest(serializers.Serializer):
    """One answer. The highest sequence of a place counts; the same one again is harmless."""

    response = ResponseField(allow_null=True)
    sequence = serializers.IntegerField(min_value=1, max_value=services.HIGHEST_SEQUENCE)


class ReceiptSerializer(serializers.Serializer):
    """Proof that an answer was kept. `latest_sequence` is the one that counts."""

    place = serializers.IntegerField()
    sequence = serializers.IntegerField()
    latest_sequence = serializers.IntegerField()
    response = ResponseField(allow_null=True)
    receipt = serializers.CharField()
    received_at = serializers.DateTimeField()
    saved = serializers.CharField()
    advice = serializers.CharField()


class SubmitRequest(serializers.Serializer):
    """The answers that are visible, by place; they are kept before the attempt is marked."""

    answers = serializers.DictField(child=ResponseField(allow_null=True), required=False, default=dict)


class LineSerializer(serializers.Serializer):
    """What became of a question. Texts and the right answer only where the paper shows them."""

    place = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=["right", "partial", "wrong", "blank", "void"])
    marks = serializers.DecimalField(6, 2)
    max_marks = serializers.DecimalField(6, 2)
    why = serializers.CharField()
    stem = serializers.CharField(allow_blank=True)
    given = serializers.ListField(child=serializers.CharField())
    right = serializers.ListField(child=serializers.CharField())
    explanation = serializers.CharField(allow_blank=True)


class SectionResultSerializer(serializers.Serializer):
    """What became of a section, where there are several."""

    title = serializers.CharField()
    marks = serializers.DecimalField(8, 2)
    max_marks = serializers.DecimalField(8, 2)
    percent = serializers.DecimalField(5, 2)
    cut_off_percent = serializers.DecimalField(5, 2)
    passed = serializers.BooleanField()


class EarlierResultSerializer(serializers.Serializer):
    """The result before a correction of a key, and why it was corrected."""

    at = serializers.DateTimeField()
    reason = serializers.CharField()
    percent = serializers.DecimalField(5, 2)
    passed = serializers.BooleanField()


class ResultSerializer(serializers.Serializer):
    """A released result, as far as the paper shows it."""

    attempt = serializers.UUIDField()
    percent = serializers.DecimalField(5, 2)
    passed = serializers.BooleanField()
    marks = serializers.DecimalField(8, 2)
    max_marks = serializers.DecimalField(8, 2)
    submitted_at = serializers.DateTimeField()
    submitted_how = serializers.CharField(help_text="learner, or expired")
    attempts_left = serializers.IntegerField()
    next_possible_at = serializers.DateTimeField(allow_null=True)
    lines = LineSerializer(many=True)
    sections = SectionResultSerializer(many=True)
    corrections = EarlierResultSerializer(many=True)


def person(request: Request) -> User:
    """A client of the API is nobody, and has no attempts."""
    if getattr(request.user, "pk", None) is None:
        raise Denied
    return request.user  # type: ignore[return-value]


def _own(request: Request, public_id: UUID) -> Attempt:
    return attempt_to_take(person(request), public_id)


def _body(attempt: Attempt) -> Any:
    at = now()
    is_open = attempt.state in queries.OPEN
    body: dict[str, Any] = {
        name: getattr(attempt, name)
        for name in (
            "public_id", "number", "state", "started_at", "deadline_at", "submitted_at", "max_marks", "marks",
            "percent", "passed", "voided",
        )
    }  # fmt: skip
    body["title"] = attempt.result.get("title", "")
    body["seconds_left"] = None
    if is_open and attempt.deadline_at is not None:
        body["seconds_left"] = max(int((attempt.deadline_at - at).total_seconds()), 0)
    context = (attempt.context_kind, attempt.context_id)
    body["attempts_left"] = queries.attempts_left(attempt.learner, attempt.version, *context)
    body["questions"] = shown_questions(attempt) if is_open else []
    return AttemptSerializer(body).data


@extend_schema(responses=AttemptSerializer, tags=["attempts"])
@api_view(["GET"])
def attempt(request: Request, public_id: UUID) -> Response:
    """The caller's attempt as it stands now."""
    return Response(_body(services.current(attempt=_own(request, public_id), at=now())))


@extend_schema(request=AnswerRequest, responses=ReceiptSerializer, tags=["attempts"])
@api_view(["PUT"])
def answer(request: Request, public_id: UUID, place: int) -> Response:
    """Keep one answer and give its receipt."""
    learner = person(request)
    given = AnswerRequest(data=request.data)
    if not given.is_valid():
        attempt_to_take(learner, public_id)  # a stranger is told nothing of how to ask
        given.is_valid(raise_exception=True)
    try:
        kept = services.answer_as_shown(
            learner=learner,
            attempt=public_id,
            place=place,
            response=given.validated_data["response"],
            sequence=given.validated_data["sequence"],
            at=now(),
        )
    except NotFound:
        attempt_to_take(learner, public_id)
        raise
    found = kept.answer
    body = {
        "place": place,
        "sequence": found.sequence,
        "latest_sequence": kept.latest_sequence,
        "response": shown_response(found.asked, found.response),
        "receipt": found.receipt,
        "received_at": timezone.localtime(found.received_at).isoformat(),
        "saved": time_format(timezone.localtime(found.received_at), "TIME_FORMAT"),
        "advice": advice_on(found.asked.question, found.response),
    }
    return Response(body)


@extend_schema(request=SubmitRequest, responses=AttemptSerializer, tags=["attempts"])
@api_view(["POST"])
def submit(request: Request, public_id: UUID) -> Response:
    """Hand in; doing it again returns the first result."""
    learner = person(request)
    given = SubmitRequest(data=request.data)
    given.is_valid(raise_exception=True)

    def read(questions: Sequence[AttemptQuestion]) -> dict[int, Any]:
        by_place = {str(asked.place): asked for asked in questions}
        if not set(given.validated_data["answers"]) <= set(by_place):
            raise NotFound
        return {
            int(place): stored_response(by_place[place], response)
            for place, response in given.validated_data["answers"].items()
        }

    return Response(_body(services.submit_as_shown(learner=learner, attempt=public_id, read=read, at=now())))


@extend_schema(responses=ResultSerializer, tags=["attempts"])
@api_view(["GET"])
def result(request: Request, public_id: UUID) -> Response:
    """What became of the caller's attempt. 409 (`not_marked`) while it is under way."""
    at = now()
    beside = attempts_beside(person(request), public_id)
    found = services.current(attempt=beside.this(public_id), at=at)
    if found.percent is None:
        raise Conflict(_("This attempt has no result yet."), code="not_marked")
    told = result_of(found, beside.having(found), at)
    of_attempt = ("percent", "passed", "marks", "max_marks", "submitted_at", "submitted_how")
    of_result = ("attempts_left", "next_possible_at", "lines", "sections", "corrections")
    body = {"attempt": found.public_id}
    body |= {name: getattr(found, name) for name in of_attempt} | {name: getattr(told, name) for name in of_result}
    return Response(ResultSerializer(body).data)


urlpatterns = [
    path("attempts/<uuid:public_id>/", attempt, name="api_attempt"),
    path("attempts/<uuid:public_id>/answers/<int:place>/", answer, name="api_attempt_answer"),
    path("attempts/<uuid:public_id>/result/", result, name="api_attempt_result"),
    path("attempts/<uuid:public_id>/submit/", submit, name="api_attempt_submit"),
]
