"""A cache that may die: what it held is asked for again, and the pages keep coming."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

logger = logging.getLogger(__name__)
GONE = (RedisConnectionError, RedisTimeoutError, OSError)
SECONDS_UNTIL_NEXT_TRY = 5.0
CHANGING = {"add", "set", "touch", "delete", "set_many", "delete_many", "incr"}


class Outage:
    """What this process knows of one server: whether to ask it, and what changed while it could not be told."""

    def __init__(self, server: str) -> None:
        self.lock = threading.Lock()
        self.closed_until = 0.0
        self.changed: set[str] = set()
        self.spare = LocMemCache(f"igot-spare-{server}", {})

    def begins(self, error: Exception) -> None:
        """Ask nothing for a while: one request in a few seconds waits for the server, not each thread's."""
        if not self.closed_until:
            logger.warning("cache does not answer, using the process's memory: %s", error)
        self.closed_until = time.monotonic() + SECONDS_UNTIL_NEXT_TRY

    def may_ask(self) -> bool:
        """Whether the server is up as far as is known, or this is the one request that finds out."""
        with self.lock:
            at = time.monotonic()
            if at < self.closed_until:
                return False
            if self.closed_until:
                self.closed_until = at + SECONDS_UNTIL_NEXT_TRY
            return True


_outages: dict[str, Outage] = {}


class Client(RedisCacheClient):
    """One client object for each pool of connections: making one for each call takes longer than the call."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._made: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if write not in self._made:
            self._made[write] = super().get_client(key, write=write)
        return self._made[write]


class ForgivingRedisCache(RedisCache):
    """Valkey or Redis while it answers; else this process's own memory, so that rate limits go on counting.

    When the server is back, it first forgets whatever was changed without it: it may still hold a session that was
    ended meanwhile. What stood in the process's memory is dropped for the same reason.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_connect_timeout": 0.5, "socket_timeout": 1.0, **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
        self._class = Client
        # Django makes a cache per thread; an outage concerns them all.
        self._outage = _outages.setdefault(str(server), Outage(str(server)))

    def _try(self, name: str, real: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        outage = self._outage
        if outage.may_ask():
            try:
                if outage.closed_until:
                    self._return()
                return real(*args, **kwargs)
            except GONE as error:
                outage.begins(error)
        if name in CHANGING:
            names = args[0] if name in ("set_many", "delete_many") else [args[0]]
            outage.changed.update(names)
        return getattr(outage.spare, name)(*args, **kwargs)

    def _return(self) -> None:
        """Tell the server what it has to forget; raises as it does when it is still away."""
        outage = self._outage
        with outage.lock:
            gone, outage.changed = outage.changed, set()
        try:
            super().delete_many(gone or ["-"])
        except GONE:
            with outage.lock:
                outage.changed |= gone
            raise
        outage.spare.clear()
        outage.closed_until = 0.0
        logger.warning("cache answers again; %s entries that changed meanwhile are forgotten", len(gone))


def _forgiving(name: str) -> Callable[..., Any]:
    def call(self: ForgivingRedisCache, *args: Any, **kwargs: Any) -> Any:
        return self._try(name, getattr(super(ForgivingRedisCache, self), name), *args, **kwargs)

    call.__name__ = name
    return call


for _name in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "set_many",
    "delete_many",
    "has_key",
    "incr",
    "clear",
):
    setattr(ForgivingRedisCache, _name, _forgiving(_name))
