"""Measure how long a file of a million figures takes to be checked, worked out, compared and published."""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from bench_common import database, judge_most, let_go, prepared_database, report, start_portal, use_database, usually
from places import Refused, sentences_for_people

BASE, COPY = "bench_import_base", "bench_import"
FIGURES = usually(1_000_000, in_short=2_000)
MOST_SECONDS, MOST_BYTES = 60, 2**30
TENTH, TENTH_SECONDS = FIGURES // 10, 10
SEED = 2013
# One indicator and period in so many is rare enough to have small counts.
RARE = 20
HEADING = "area_kind,area_code,indicator,period,period_label_en,period_label_cy,period_order,count,denominator\n"
FIRST_ORDER = 100_000
KIB = 1024


def run() -> None:
    """Print one line per figure: name, value, unit and, where there is a bar, the ratio to it."""
    with prepared_database(BASE) as address, tempfile.TemporaryDirectory() as folder:
        start_portal(address)
        path = Path(folder) / "figures.csv"
        rows = write_file(path)
        tenth = Path(folder) / "tenth.csv"
        fewer = write_file(tenth, TENTH)
        report("import_file", path.stat().st_size / 1e6, "MB")
        let_go()
        with database(COPY, like=BASE):
            use_database(COPY)
            before = peak()
            seconds = import_file(path, rows)
            report("import_memory_before", before / 2**20, "MiB")
            judge_most("import_million_figures", seconds, "s", MOST_SECONDS)
            judge_most("import_memory", peak() / 2**20, "MiB", MOST_BYTES / 2**20)
            let_go()
        with database(COPY, like=BASE):
            use_database(COPY)
            judge_most("import_hundred_thousand_figures", import_file(tenth, fewer), "s", TENTH_SECONDS)
            let_go()


def write_file(path: Path, figures: int = FIGURES) -> int:
    """Write counts of every area, for as many indicators and periods as make so many rows; return how many."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADING)
        rows = 0
        for text, written in _sets(np.random.default_rng(SEED), figures):
            file.write(text)
            rows += written
    return rows


def _sets(random: np.random.Generator, figures: int) -> Iterator[tuple[str, int]]:
    from clusters.models import Area
    from indicators.models import Indicator

    areas = list(Area.objects.real().filter(closed_on=None).order_by("kind", "code").values_list("kind", "code"))
    codes = list(Indicator.objects.filter(method="proportion").order_by("code").values_list("code", flat=True))
    for number in range(-(-figures // len(areas))):
        period, indicator = divmod(number, len(codes))
        people = random.integers(20_000, 90_000, len(areas))
        share = 0.0002 if number % RARE == 0 else 0.1
        counts = random.binomial(people, share)
        middle = f"{codes[indicator]},bench {period},Bench {period},Mesur {period},{FIRST_ORDER + period}"
        lines = [
            f"{kind},{code},{middle},{count},{whole}\n"
            for (kind, code), count, whole in zip(areas, counts, people, strict=True)
        ]
        yield "".join(lines), len(lines)


def import_file(path: Path, rows: int) -> float:
    """Import the file with the command that people use; return how many seconds it took."""
    from django.core.management import call_command

    from indicators.models import Figure

    before = Figure.objects.count()
    start = time.monotonic()
    call_command("import_figures", str(path), stdout=sys.stdout)
    seconds = time.monotonic() - start
    if Figure.objects.count() - before != rows:
        raise Refused(f"The file has {rows} figures, but {Figure.objects.count() - before} were published.")
    return seconds


def peak() -> int:
    """Return the most memory that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB


if __name__ == "__main__":
    with sentences_for_people():
        run()
