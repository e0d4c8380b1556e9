"""Is it alive, is it ready, what are its numbers: for those who run it."""

import hmac
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django_prometheus.exports import ExportToDjangoView

from igot.journal.queries import worker_is_alive
from igot.kernel.clock import now

WORKER_MAY_BE_SILENT = timedelta(minutes=2)


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Looks at nothing else, so that a broken database does not get it killed."""
    return JsonResponse({"status": "ok"})


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} not applied" if waiting else "ok"


def _cache() -> str:
    """The forgiving cache hides a dead server from the pages; here it is asked directly, where it is a server."""
    client: Any = getattr(cache, "_cache", None)
    try:
        if hasattr(client, "get_client"):
            client.get_client().ping()
    except Exception:
        return "does not answer"
    return "ok"


@login_not_required
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Each check by name. 503 when database, migrations or worker fail; a dead cache only makes it slower."""
    checks = {"database": _database(), "cache": _cache()}
    if checks["database"] == "ok":
        checks["migrations"] = _migrations()
        if checks["migrations"] == "ok":
            alive = worker_is_alive(at=now(), within=WORKER_MAY_BE_SILENT)
            checks["worker"] = "ok" if alive else "no heartbeat for two minutes"
    failed = [name for name, answer in checks.items() if answer != "ok" and name != "cache"]
    status = "failing" if failed else "ok" if checks["cache"] == "ok" else "degraded"
    return JsonResponse({"status": status, "checks": checks}, status=503 if failed else 200)


@login_not_required
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' numbers for the holder of METRICS_TOKEN; nothing is here for anybody else."""
    offered = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if not settings.METRICS_TOKEN or not hmac.compare_digest(offered, settings.METRICS_TOKEN.encode()):
        raise Http404
    return ExportToDjangoView(request)
