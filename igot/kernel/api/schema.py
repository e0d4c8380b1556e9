"""How every operation describes itself: a summary, its problems, its sparse fields."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

FIELDS = OpenApiParameter(
    "fields", OpenApiTypes.STR, description="names of the fields to answer with, divided by commas; without it, all"
)
KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="a name of your own for this call: sent again within a day, the first answer is given again",
)
PROBLEMS = {
    "401": "No token or session, or one that has ended.",
    "403": "You may see this, but not do it; or the token lacks the scope.",
    "404": "Not there, or not yours.",
    "422": "Something in the request breaks a rule; `errors` names the fields.",
    "429": "Too many calls; `Retry-After` says when to go on.",
}
WRITING = {"409": "The state has changed meanwhile."}
CHANGING = {
    "412": "It has changed since you read it.",
    "428": "The header `If-Match` is missing.",
}
ETAG = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True, description="the ETag of what you have read"
)


class ProblemFieldSerializer(serializers.Serializer[Any]):
    """What is wrong with one field."""

    field = serializers.CharField()
    messages = serializers.ListField(child=serializers.CharField())


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457. `code` is stable, `detail` is for people and in their language."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = ProblemFieldSerializer(many=True, required=False)  # type: ignore[assignment]
    correlation_id = serializers.CharField(required=False)


class OperationSchema(AutoSchema):
    """The first sentence of the docstring is the summary, all of it the description."""

    def get_description(self) -> str:  # type: ignore[override]
        """That of the verb, else of the way it is written, else of the whole endpoint."""
        own = {"GET": "list", "POST": "create"}.get(self.method, "")
        for name in (self.method.lower(), own):
            action = getattr(self.view, name, None)
            if action is not None and action.__module__.split(".")[0] != "rest_framework" and name != "list":
                return get_doc(action) or get_doc(self.view.__class__)
        return get_doc(self.view.__class__)

    def get_summary(self) -> str | None:
        """One line for a table of contents."""
        line = " ".join(self.get_description().split("\n\n")[0].split())
        return line.split(". ")[0].split(";")[0].rstrip(".:") or None

    def get_override_parameters(self) -> list[Any]:
        """What the whole API understands."""
        return {"GET": [FIELDS], "POST": [KEY], "PATCH": [ETAG]}.get(self.method, [])

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        texts = {
            **PROBLEMS,
            **({} if self.method == "GET" else WRITING),
            **(CHANGING if self.method == "PATCH" else {}),
        }
        if not self.view.get_authenticators():
            texts = {code: text for code, text in texts.items() if code not in ("401", "403")}
        for code, text in sorted(texts.items()):
            found = self._get_response_for_code(ProblemSerializer, code, ["application/problem+json"], direction)
            bodies.setdefault(code, {**found, "description": text})
        return bodies
