"""Rooms bear nouns, no room bears a name that it gave up, and what is written into rows outlives every move."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.urls import get_resolver

from accounts import audit
from common import jobs
from config.celery import application
from governance.powers.permissions import URL_PERMISSIONS, Permission
from tests.contract.sources import ROOT, folders, sources

NAMES = Path(__file__).with_name("written_names.txt")
# Participles and prefixes that were rooms once.
GIVEN_UP = {
    "plans": ("budgets", "deciding", "following", "reading", "translating"),
    "budgets": ("importing", "keeping", "leading", "requesting", "sharing", "showing", "together"),
    "governance": ("access", "permissions", "policies", "wizard"),
    "clusters": ("area_actions", "bulk", "membership_actions", "upload_actions"),
    "indicators": ("release_actions", "finding_actions"),
}


# Folders that are one concern, or that the frameworks ask for.
NO_ROOMS = {"actions", "management", "migrations", "models", "templatetags"}


def contracts() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]


def under_contract() -> set[str]:
    """Return the rooms of which a contract says what they may know of each other."""
    found: set[str] = set()
    for contract in contracts()["contracts"]:
        if contract["name"].startswith("Rooms"):
            names = [*contract.get("modules", ()), *re.findall(r"\w+", " ".join(contract.get("layers", ())))]
            found |= {".".join((*contract.get("containers", ()), name)) for name in names}
    return found


def written() -> set[str]:
    """Return every name that stands in rows, in addresses of others' bookmarks, or in the names of tables."""
    ours = [config for config in apps.get_app_configs() if "site-packages" not in config.path]
    found = {f"app {config.label}" for config in ours}
    found |= {f"table {model._meta.db_table}" for config in ours for model in config.get_models()}
    found |= {f"permission {permission.value}" for permission in Permission}
    found |= {f"audit {action}" for action in audit.SENTENCES}
    found |= {f"job {kind}" for kind in jobs.PERFORMERS}
    return found | {f"address {name}" for name in URL_PERMISSIONS}


@pytest.mark.parametrize("app", GIVEN_UP)
def test_no_room_bears_a_name_that_it_gave_up(app):
    rooms = {path.relative_to(ROOT / app).parts[0].removesuffix(".py") for path in (ROOT / app).rglob("*.py")}

    assert rooms & set(GIVEN_UP[app]) == set()


def test_every_app_stands_on_a_floor():
    floors = re.findall(r"\w+", " ".join(contracts()["contracts"][0]["layers"]))

    assert {folder.name for folder in folders()} <= set(floors) == set(contracts()["root_packages"])


def test_every_room_stands_under_a_contract():
    rooms = {f"{folder.name}.{path.parent.name}" for folder in folders() for path in folder.glob("*/__init__.py")}
    rooms = {room for room in rooms if room.split(".")[0] != "common" and room.split(".")[1] not in NO_ROOMS}

    assert rooms == under_contract()


def test_nobody_asks_for_a_room_by_a_name_that_it_gave_up():
    old = "|".join(rf"{app}(?:\.| import ){room}" for app, rooms in GIVEN_UP.items() for room in rooms)
    asks = re.compile(rf"^\s*(?:from|import) (?:{old})\b", re.MULTILINE)

    read = [*sources(), *(path for folder in ("script", "tests") for path in (ROOT / folder).rglob("*.py"))]
    assert [path for path in read if asks.search(path.read_text(encoding="utf-8"))] == []


def test_what_is_written_into_rows_is_called_as_before():
    assert get_resolver().url_patterns
    application.loader.import_default_modules()
    before = set(NAMES.read_text(encoding="utf-8").splitlines())

    assert before - written() == set(), "A name that stands in rows of before is gone."
    assert written() - before == set(), f"A new name that rows will bear: add it to {NAMES.name}."
