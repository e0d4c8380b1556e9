"""How a provider's view gets its course."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from courses.authoring import access
from courses.authoring.models import Course
from igot.accounts.access import acts_for

View = Callable[..., HttpResponse]


def _through(door: Callable[..., Course]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @acts_for(*access.ALL)
        @wraps(view)
        def opened(request: HttpRequest, organisation: Any, public_id: UUID, **kwargs: Any) -> HttpResponse:
            return view(request, organisation, door(request.user, organisation, public_id), **kwargs)

        return opened

    return decorate


inspects = _through(access.course_to_inspect)
edits = _through(access.course_to_edit)
governs = _through(access.course_to_govern)
