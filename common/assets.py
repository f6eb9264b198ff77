"""Static files: collected, hashed and packed where a source is newer than what was collected."""

from django.conf import settings
from django.core.management import call_command


def collect_static_files() -> bool:
    """Collect where there is need, since hashing and packing takes seconds; return whether there was."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    sources = [path for folder in settings.STATICFILES_DIRS for path in folder.rglob("*") if path.is_file()]
    newest = max(path.stat().st_mtime for path in sources)
    if manifest.exists() and manifest.stat().st_mtime >= newest:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    return True
