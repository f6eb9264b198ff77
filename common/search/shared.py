"""What several kinds of things read alike of the database: read once for all documents of an index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Found = TypeVar("Found")

_read: ContextVar[dict[Any, Any] | None] = ContextVar("read for an index", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Keep what `read_once` reads until the index is made."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def read_once(read: Callable[Asked, Found]) -> Callable[Asked, Found]:
    """Read again only where something else is asked for; outside `reading_once`, each time."""

    @wraps(read)
    def kept(*args: Asked.args, **kwargs: Asked.kwargs) -> Found:
        found = _read.get()
        if found is None:
            return read(*args, **kwargs)
        key = (read, args, tuple(sorted(kwargs.items())))
        if key not in found:
            found[key] = read(*args, **kwargs)
        value: Found = found[key]
        return value

    return kept
