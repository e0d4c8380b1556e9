"""Django's PostgreSQL backend, counted by Prometheus, with a health check that costs no round trip."""

import select
from typing import Any

from django_prometheus.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django asks `SELECT 1` in each request before it trusts a connection that is kept.

    A server that went away has closed its end, which the socket shows at once; only then is the question asked. A
    network that swallows packets silently is not noticed so: `CONN_MAX_AGE` bounds for how long.
    """

    health_check_done: bool

    def close_if_health_check_failed(self) -> None:
        """Close the connection if the server's end of it is closed; asks the server only when there is a sign of it."""
        waits = self.connection is not None and self.health_check_enabled and not self.health_check_done
        if waits and not _has_something_to_say(self.connection):
            self.health_check_done = True
        super().close_if_health_check_failed()


def _has_something_to_say(connection: Any) -> bool:
    """Whether there is anything to read, its end included: an idle server says nothing but its farewell."""
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
