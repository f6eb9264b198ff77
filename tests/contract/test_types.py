"""Every app is checked for types; the list of modules that are excepted only ever becomes shorter."""

import re
import runpy
import tomllib
from importlib.util import find_spec

from django.utils.module_loading import import_string

from tests.contract.sources import ROOT, sources

# Take a module from the list in pyproject.toml once its types hold, and one from this number.
EXCEPTED = 196


def settings() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]


def excepted() -> list[str]:
    return [
        module
        for override in settings()["mypy"]["overrides"]
        if override.get("ignore_errors")
        for module in override["module"]
    ]


def test_every_app_is_checked():
    assert settings()["mypy"]["files"] == settings()["importlinter"]["root_packages"]
    assert "exclude" not in settings()["mypy"]


def test_the_excepted_modules_become_fewer():
    assert len(excepted()) == EXCEPTED, "a module whose types hold leaves the list, and no other joins it"


def test_each_excepted_module_is_named_once_and_is_there():
    modules = excepted()

    assert modules == sorted(set(modules))
    assert [module for module in modules if find_spec(module) is None] == []
    assert len(modules) < len(sources()) / 2


def test_what_the_doors_put_on_a_request_is_typed():
    held = runpy.run_path(str(ROOT / "script/support/typed_requests.py"))["SET_BY_DOORS"]
    written = "\n".join(path.read_text(encoding="utf-8") for path in sources())

    assert settings()["mypy"]["plugins"][0] == "script/support/typed_requests.py"
    assert [name for name in held if name != "user" and not re.search(rf"request\.{name}\b[^=\n]* = ", written)] == []
    assert [dotted for dotted in held.values() if dotted and not callable(import_string(dotted))] == []
