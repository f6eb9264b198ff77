"""Bring the Welsh catalogue to the messages of the source, without guessing at a translation."""

import contextlib
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.management.commands import makemessages

CATALOGUE = Path(settings.BASE_DIR) / "locale" / "cy" / "LC_MESSAGES" / "django.po"
WITHOUT_MESSAGES = frozenset({"data", "docs", "locale", "node_modules", "script", "static", "tests", "var"})


class Command(BaseCommand):
    help = "Add new messages, untranslated, to the Welsh catalogue and take out those that the source no longer has."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        catalogue = renewed(polib.pofile(str(CATALOGUE)), extracted_messages())
        catalogue.save(str(CATALOGUE))
        self.stdout.write(f"Messages: {len(catalogue)}. Still without Welsh: {len(catalogue.untranslated_entries())}.")


class _Extraction(makemessages.Command):
    """Extraction that knows no folder but the present one, so that no catalogue of the portal can be touched."""

    settings_available = False


def extracted_messages() -> polib.POFile:
    """Return the messages of the source as a template.

    The source is copied first, because extraction writes its working files beside each template.
    """
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        _copy_source(folder)
        (folder / "locale").mkdir()
        with contextlib.chdir(folder):
            call_command(_Extraction(), all=True, keep_pot=True, add_location="file", verbosity=0)
        return polib.pofile(str(folder / "locale" / "django.pot"))


def renewed(catalogue: polib.POFile, template: polib.POFile) -> polib.POFile:
    """Return the messages of the template, in its order, with the header, Welsh and comments of the catalogue.

    A message that is new stays empty: a near match would be Welsh that nobody has read against its English.
    """
    known = {message_key(entry): entry for entry in catalogue if not entry.obsolete}
    result = polib.POFile(wrapwidth=100)
    result.header, result.metadata = catalogue.header, catalogue.metadata
    for entry in template:
        before = known.get(message_key(entry))
        if before is not None:
            entry.msgstr, entry.msgstr_plural = before.msgstr, before.msgstr_plural
            entry.tcomment = before.tcomment
        elif entry.msgid_plural:
            entry.msgstr_plural = dict.fromkeys(range(6), "")
        result.append(entry)
    return result


def message_key(entry: polib.POEntry) -> tuple[str | None, str, str]:
    """Return what makes a message itself: its context, its English and its English plural."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def _copy_source(folder: Path) -> None:
    for path in Path(settings.BASE_DIR).iterdir():
        if path.is_dir() and not path.name.startswith(".") and path.name not in WITHOUT_MESSAGES:
            shutil.copytree(path, folder / path.name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
