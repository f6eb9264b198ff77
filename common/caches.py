"""Django's cache on Redis, with one client a server where Django makes one for every command."""

from typing import Any

from django.core.cache.backends.redis import RedisCache as DjangoRedisCache
from django.core.cache.backends.redis import RedisCacheClient


class _Client(RedisCacheClient):
    """Keeps its clients: they are safe to share between threads, and making one costs as much as asking it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clients: dict[int, Any] = {}

    def get_client(self, key: str | None = None, *, write: bool = False) -> Any:
        index = self._get_connection_pool_index(write)
        if index not in self._clients:
            self._clients[index] = self._new_client(key, write)
        return self._clients[index]

    def _new_client(self, key: str | None, write: bool) -> Any:
        return super().get_client(key, write=write)


class RedisCache(DjangoRedisCache):
    """The portal's cache; two reads of it stand in the way of every public page."""

    client = _Client

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = self.client


class _Reader:
    """Reads over one connection, made when it is needed; a third of the time that a client for many threads takes."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def get(self, key: str) -> Any:
        return self._ask("GET", key)

    def mget(self, keys: Any) -> Any:
        return self._ask("MGET", *keys)

    def _ask(self, *command: str) -> Any:
        try:
            self.connection.send_command(*command)
            return self.connection.read_response()
        except BaseException:
            self.connection.disconnect()
            raise


class _ReadingClient(_Client):
    def _new_client(self, _key: str | None, write: bool) -> Any:
        return _Reader(self._get_connection_pool(write).make_connection())


class ReadingCache(RedisCache):
    """The same cache for one thread that only reads, and for which each microsecond counts (common.at_once)."""

    client = _ReadingClient
