"""The door to an organisation's FRACing, for programs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request

from igot.accounts.access import organisation_for_api
from igot.accounts.api import person_of
from igot.kernel.tenancy import subtree
from igot.organisations.models import Organisation

READ = ("competencies:read",)
WRITE = ("competencies:write",)


@contextmanager
def opened(
    request: Request, public_id: UUID, scopes: tuple[str, ...], roles: tuple[str, ...]
) -> Iterator[Organisation]:
    """The organisation and its tenancy. What is written is written by a person: a client's token only reads."""
    organisation = organisation_for_api(request, public_id, scopes=scopes, roles=roles)
    if scopes == WRITE:
        person_of(request)
    with subtree(organisation):
        yield organisation


def given(serializer: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """What was sent, checked."""
    checked = serializer(data=request.data)
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)
