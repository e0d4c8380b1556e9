"""A form that is sent twice, by a double click or by a browser that tries again, does its work once."""

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from igot.accounts.models import IdempotentRequest
from igot.kernel.clock import now
from igot.kernel.errors import Conflict

View = Callable[..., HttpResponse]
KEPT = timedelta(minutes=1)
# How long the second waits for the first one's answer, and how often it looks.
PATIENCE_SECONDS, GLANCE_SECONDS = 5.0, 0.05


def once(view: View) -> View:
    """For views that make something out of a form: the same form with the same content is answered as the first time.

    The same form is one that carries the same token: each page that is shown has its own. The second waits for the
    first and is led to where that led. Raises Conflict where the first led nowhere, or is still at work.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not request.POST.get("csrfmiddlewaretoken"):
            return view(request, *args, **kwargs)
        caller, key = f"person-{request.user.pk}", _mark(request)
        mine = IdempotentRequest.objects.filter(caller=caller, key=key)
        mine.filter(created_at__lt=now() - KEPT).delete()
        try:
            with transaction.atomic():
                row = IdempotentRequest.objects.create(caller=caller, key=key)
        except IntegrityError:
            return _as_before(mine)
        try:
            response = view(request, *args, **kwargs)
        except BaseException:
            row.delete()
            raise
        if response.status_code in (201, 302):
            row.status, row.body = response.status_code, response.headers.get("Location", "")
            row.save(update_fields=["status", "body"])
        else:
            row.delete()
        return response

    return guarded


def _mark(request: HttpRequest) -> str:
    content = hashlib.sha256(request.get_full_path().encode())
    for name, values in sorted(request.POST.lists()):
        content.update(repr((name, values)).encode("utf-8", "backslashreplace"))
    for name, files in sorted(request.FILES.lists()):
        content.update(repr((name, [(file.name, file.size) for file in files])).encode("utf-8", "backslashreplace"))
    return f"form-{content.hexdigest()}"


def _as_before(mine: Any) -> HttpResponse:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (found := mine.first()) is not None and found.status is None and time.monotonic() < deadline:
        time.sleep(GLANCE_SECONDS)
    if found is not None and found.body:
        return redirect(found.body)
    raise Conflict(_("This form was sent twice. See what the first sending did before you send it again."))
