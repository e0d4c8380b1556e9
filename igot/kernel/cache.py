"""A cache that may die: what it held is asked for again, and the pages keep coming."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

logger = logging.getLogger(__name__)
GONE = (RedisConnectionError, RedisTimeoutError, OSError)
SECONDS_UNTIL_NEXT_TRY = 5.0


class ForgivingRedisCache(RedisCache):
    """Valkey or Redis while it answers; else this process's own memory, so that rate limits go on counting."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_connect_timeout": 0.5, "socket_timeout": 1.0, **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
        self._spare = LocMemCache("igot-spare", {})
        self._closed_until = 0.0

    def _try(self, name: str, real: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self._closed_until:
            try:
                return real(*args, **kwargs)
            except GONE as error:
                self._closed_until = time.monotonic() + SECONDS_UNTIL_NEXT_TRY
                logger.warning("cache does not answer, using the process's memory: %s", error)
        return getattr(self._spare, name)(*args, **kwargs)


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
