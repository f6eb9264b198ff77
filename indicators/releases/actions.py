"""Publishing figures from a file: all is checked before anything is written, and all stands or nothing."""

import datetime
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from common import public
from common.errors import Refused
from common.tabular import BrokenFile
from indicators.imports import reading, rules
from indicators.imports.origins import Origin
from indicators.imports.reading import FLAGS, Known, Sheet
from indicators.imports.working import COLUMNS, Part, Worked, World, parts
from indicators.models import CurrentExampleSet, CurrentFigureSet, Figure, FigureSet, Flag, Period, Release
from indicators.releases.computing import make_current, new_release
from indicators.releases.findings import write_findings
from indicators.releases.trends import write_trends

READING, WORKING, DONE = 40, 95, 100
SETS_AT_ONCE = 500
# Told how far an import has come: a percentage, and how many rows are read.
Hear = Callable[[int, int], None]


@dataclass
class Imported:
    """What an import did, or would do: the receipt."""

    rows: int
    indicators: int
    periods: int
    new_periods: int
    figures: int
    flagged: dict[str, int]
    is_example: bool
    release: Release | None = None


def _silence(percent: int, rows: int) -> None:
    """Hear nothing."""


def check_figures(*, path: Path, on: datetime.date, hear: Hear = _silence) -> Imported:
    """Check a file of figures and work it out without writing; raise `BrokenFile` for its first fault."""
    sheet = _checked(path, on, hear)
    receipt = _receipt(sheet)
    world = World(sheet)
    for part in parts(sheet):
        _count(receipt, world.work(part))
    hear(DONE, len(sheet))
    return receipt


def import_figures(
    *,
    path: Path,
    at: datetime.datetime,
    on: datetime.date,
    by: Person | None = None,
    reason: tuple[str, str] = ("", ""),
    hear: Hear = _silence,
) -> Imported | None:
    """Publish the figures of a file as one release; None where exactly this file is what the public sees already.

    A file that corrects figures says why, in English and in Welsh: `reason` stands with them.
    `on` is the day whose areas the file may name. `BrokenFile` names file, row and column; then nothing was changed.
    """
    digest = _digest(path)
    if _is_published(digest):
        return None
    if bool(reason[0]) != bool(reason[1]):
        raise Refused(_("Say why in both languages: readers are told."))
    sheet = _checked(path, on, hear)
    receipt = _receipt(sheet)
    with audit.recorded("indicators.import_figures", by=by, at=at) as record:
        receipt.release = new_release(
            at=at,
            digest=digest,
            title_en=f"Figures from {sheet.name}",
            title_cy=f"Ffigurau o {sheet.name}",
            file_name=sheet.name,
            is_example=sheet.is_example,
            reason_en=reason[0],
            reason_cy=reason[1],
        )
        sets = _publish(receipt.release, receipt, sheet, hear)
        facts = {"file": sheet.name, "sha256": digest, "figure_sets": len(sets), "figures": receipt.figures}
        audit.about(record, receipt.release, **facts)
        public.raise_version()
    hear(DONE, len(sheet))
    return receipt


def _publish(release: Release, receipt: Imported, sheet: Sheet, hear: Hear) -> list[FigureSet]:
    """Write the figures of a release, and what follows from all that the public then sees."""
    sets = _write(receipt, sheet, hear)
    shown = CurrentExampleSet if sheet.is_example else CurrentFigureSet
    make_current(sets, shown)
    write_trends(release, sets, shown)
    write_findings(release)
    return sets


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        raise BrokenFile(file=path.name, problem=_("the file is missing.")) from None


def _is_published(digest: str) -> bool:
    """Whether a release was made from this file and nothing of it has been replaced since."""
    sets = FigureSet.objects.filter(release__inputs_digest=digest, release__file_name__gt="")
    newest = sets.order_by("-release__number").values("release")[:1]
    sets = sets.filter(release=newest)
    seen = sets.filter(current__isnull=False) | sets.filter(current_example__isnull=False)
    return sets.exists() and not sets.exclude(pk__in=seen.values("pk")).exists()


def _checked(path: Path, on: datetime.date, hear: Hear) -> Sheet:
    sheet = reading.read(path, Known.load(on=on), hear=lambda rows: hear(0, rows))
    hear(READING, len(sheet))
    rules.check(sheet)
    return sheet


def _receipt(sheet: Sheet) -> Imported:
    return Imported(
        rows=len(sheet),
        indicators=len(set(sheet.indicator.tolist())),
        periods=len(set(sheet.period.tolist())),
        new_periods=len(sheet.new_periods),
        figures=0,
        flagged={flag.value: 0 for flag in FLAGS if flag is not Flag.GIVEN},
        is_example=sheet.is_example,
    )


def _count(receipt: Imported, worked: Worked) -> None:
    flags = worked.flags[worked.present].tolist()
    receipt.figures += len(flags)
    for flag in flags:
        if flag:
            receipt.flagged[FLAGS[flag].value] += 1


def _write(receipt: Imported, sheet: Sheet, hear: Hear) -> list[FigureSet]:
    """Write periods, figure sets and figures of the release; between copies the connection is free for who hears."""
    Period.objects.bulk_create(sheet.new_periods)
    found = list(parts(sheet))
    sets = _figure_sets(receipt.release, sheet, found)
    world = World(sheet)
    for start in range(0, len(found), SETS_AT_ONCE):
        some = slice(start, start + SETS_AT_ONCE)
        _copy(_texts(receipt, world, found[some], sets[some]))
        hear(READING + (WORKING - READING) * min(some.stop, len(found)) // len(found), len(sheet))
    return sets


def _copy(texts: Iterator[str]) -> None:
    columns = ", ".join(f'"{column}"' for column in COLUMNS)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {Figure._meta.db_table} ({columns}) FROM STDIN") as copy,
    ):
        for text in texts:
            copy.write(text)


def _figure_sets(release: Release | None, sheet: Sheet, found: list[Part]) -> list[FigureSet]:
    periods = [*sheet.known.periods, *sheet.new_periods]
    sets = []
    for part in found:
        indicator = sheet.known.indicators[part.indicator]
        sets.append(
            FigureSet(
                release=release,
                indicator=indicator,
                period=periods[part.period],
                method=indicator.method,
                comparison=indicator.comparison,
                source_files=sheet.name,
                rank=FigureSet.Rank.PUBLISHED,
                **_said(sheet.origins.get((part.indicator, part.period), Origin())),
            )
        )
    return FigureSet.objects.bulk_create(sets)


def _said(origin: Origin) -> dict[str, str]:
    """Return what a file says of its figures as columns of their set."""
    return {
        "said_source_en": origin.source_en,
        "said_source_cy": origin.source_cy,
        "said_note_en": origin.note_en,
        "said_note_cy": origin.note_cy,
        "said_geography": origin.geography_basis,
    }


def _texts(receipt: Imported, world: World, found: list[Part], sets: list[FigureSet]) -> Iterator[str]:
    for part, figure_set in zip(found, sets, strict=True):
        worked = world.work(part)
        _count(receipt, worked)
        yield "".join(world.lines(worked, figure_set.pk, figure_set.said_geography))
