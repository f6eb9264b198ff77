"""The Welsh catalogue: compiled here with polib, so that a machine without msgfmt can run the portal."""

from pathlib import Path

import polib
from django.conf import settings


def catalogues() -> list[Path]:
    """Return every catalogue of the portal."""
    return [path for folder in settings.LOCALE_PATHS for path in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))]


def compile_catalogues() -> list[Path]:
    """Compile the catalogues that are newer than what was compiled from them; return those."""
    stale = [path for path in catalogues() if _is_stale(path)]
    for path in stale:
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return stale


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime
