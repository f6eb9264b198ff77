"""The files that the portal ships, as readers see them: title, publisher, licence (data/sources.csv)."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.tabular import Table

FILE = "sources.csv"
LICENCES = {
    "OGL-3.0": _("Open Government Licence v3.0"),
    "OGL-3.0; CC-BY-4.0": _("Open Government Licence v3.0 and Creative Commons Attribution 4.0"),
    "CC-BY-4.0": _("Creative Commons Attribution 4.0"),
    "numbers-only": _("Published numbers; no text or code was taken"),
    "own": _("Our own work"),
    "invented": _("Invented by us, for the examples"),
}


@dataclass(frozen=True)
class Source:
    """One shipped file."""

    file: str
    title: str
    publisher: str
    licence: object


def sources(folder: Path) -> list[Source]:
    """Return the shipped files in the order of the list; a fault names row and column."""
    language = get_language() or "en"
    rows = Table(folder / FILE, columns=("file", "title_en", "title_cy", "publisher", "licence"))
    return [
        Source(
            row.text("file"),
            row.text(f"title_{language}"),
            row.text("publisher"),
            LICENCES[row.one_of("licence", LICENCES)],
        )
        for row in rows
    ]
