"""The quantiles that the methods need, from scipy.special."""

from functools import cache
from importlib import import_module
from types import ModuleType


@cache
def special() -> ModuleType:
    """Give scipy.special, loaded at first use.

    It takes longer to load than everything else here together, and a command that computes nothing should
    not wait for it.
    """
    return import_module("scipy.special")
