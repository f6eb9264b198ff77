"""The sources of the portal, for contracts that read them."""

from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def folders() -> list[Path]:
    """Return the folders of our own apps, and the one that holds them together."""
    return [*(Path(one.path) for one in apps.get_app_configs() if "site-packages" not in one.path), ROOT / "config"]


def sources() -> list[Path]:
    return sorted(path for folder in folders() for path in folder.rglob("*.py"))
