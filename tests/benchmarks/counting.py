"""The same visits within this process, where the queries of a request can be counted."""

from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from typing import Any

from django.db import connection
from django.test import Client

from tests.benchmarks.browser import CSRF, Answer, Browser, Person

NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO")


class Counting(Browser):
    """Django's test client behind a browser's face; adds up the queries of what it sends."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.queries = 0

    async def send(self, method: str, path: str, person: Person, body: bytes, content_type: str) -> Answer:
        """One exchange, without a network."""
        client = Client(HTTP_HOST=self.host, HTTP_ACCEPT_LANGUAGE="en")
        client.cookies["csrftoken"] = CSRF
        if person.session:
            client.cookies["sessionid"] = person.session
        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(self._count))
            answer = client.generic(
                method, path, body, content_type=content_type or "text/plain", headers={"X-CSRFToken": CSRF}
            )
        content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
        return Answer(answer.status_code, content, answer.headers.get("Location", ""))

    def _count(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not sql.startswith(NOT_COUNTED):
            self.queries += 1
        return execute(sql, params, many, context)


def run_here(visit: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that never really waits, without an event loop: Django refuses to query inside one."""
    try:
        visit.send(None)
    except StopIteration:
        return
    raise RuntimeError("this visit waits for something")
