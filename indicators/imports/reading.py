"""A file of figures from outside, read into arrays, each cell checked by itself.

There are three shapes, told by their columns: counts with denominators, counts by age band, and ready-made values.
docs/importing-figures.md describes every column. Every fault names file, row and column; of several, the first in the
file is told. Cells are turned into arrays block by block, so that a million rows take seconds and little memory.
"""

import datetime
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext_lazy as _

from clusters.models import Area
from common.tabular import BrokenFile, Filled, Table
from indicators.imports.origins import COLUMNS as ORIGIN
from indicators.imports.origins import Origin, origins_of
from indicators.models import Flag, Indicator, Period
from indicators.statistics import AGE_BANDS

Numbers = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
Indexes = npt.NDArray[np.int64]
Hear = Callable[[int], None]

BLOCK = 50_000
MOST_ROWS = 5_000_000
KEYS = ("area_kind", "area_code", "indicator", "period")
NEW_PERIOD = ("period_label_en", "period_label_cy", "period_order")
PERIOD_DAYS = ("period_starts_on", "period_ends_on")
LONGEST_LABEL = 40
LONGEST_CODE = 60
# Where the code of an indicator ends so, the rate is of the bands below that age.
UNDER_75, BANDS_UNDER_75 = "_under_75", 15
# In arrays a flag is its place here; a file may give all but the last.
FLAGS = (Flag.GIVEN, Flag.SMALL_NUMBERS, Flag.NOT_AVAILABLE, Flag.NOT_APPLICABLE, Flag.TOO_FEW_EVENTS)


@dataclass(frozen=True)
class Shape:
    """What a file of one kind must and may hold beside its keys."""

    numbers: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (*KEYS, *self.required)


COUNTS = Shape(numbers=("count", "denominator"), required=("count", "denominator"), optional=("flag",))
AGES = Shape(numbers=("count", "population"), required=("age_band", "count", "population"))
VALUES = Shape(
    numbers=("value", "lower95", "upper95", "lower998", "upper998", "count", "denominator"),
    required=("value", "lower95", "upper95"),
    optional=("lower998", "upper998", "count", "denominator", "flag"),
)
# The first of these columns that a heading has tells the shape.
SHAPES = {"age_band": AGES, "value": VALUES, "count": COUNTS}


@dataclass(frozen=True)
class Known:
    """What a file may speak of on a day: areas of one world (real or example), indicators, periods."""

    on: datetime.date
    areas: list[Area]
    indicators: list[Indicator]
    periods: list[Period]

    @classmethod
    def load(cls, *, on: datetime.date) -> "Known":
        areas = Area.objects.current(on=on).select_related("parent").order_by("is_example", "kind", "code")
        return cls(on, list(areas), list(Indicator.objects.order_by("code")), list(Period.objects.order_by("order")))


@dataclass
class Sheet:
    """A checked file: one entry a row, in the order of the file. Numbers that are not given are NaN.

    `area`, `indicator` and `period` are places in `known` (a new period's place counts on from there); `band` is the
    place of the age band, -1 in files without.
    """

    name: str
    shape: Shape
    known: Known
    new_periods: list[Period]
    rows: Indexes
    area: Indexes
    indicator: Indexes
    period: Indexes
    band: Indexes
    flag: Indexes
    numbers: dict[str, Numbers]
    origins: dict[tuple[int, int], Origin] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def is_example(self) -> bool:
        return bool(len(self)) and self.known.areas[self.area[0]].is_example

    @cached_property
    def set_key(self) -> Indexes:
        """One number for each indicator and period."""
        return self.indicator * (len(self.known.periods) + len(self.new_periods)) + self.period

    @cached_property
    def key(self) -> Indexes:
        """One number for each area, indicator and period."""
        return self.set_key * len(self.known.areas) + self.area

    def of_indicators(self, wanted: Callable[[Indicator], bool]) -> Marks:
        """Say which rows speak of indicators that meet a condition."""
        return np.array([wanted(indicator) for indicator in self.known.indicators])[self.indicator]

    def fault(self, place: int, column: str, problem: object) -> BrokenFile:
        return BrokenFile(file=self.name, row=int(self.rows[place]), column=column, problem=problem)


class Codes(dict[str, int]):
    """Where each code stands in a list, however often it is asked; -1 for what is not there."""

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__((code, place) for place, code in enumerate(codes))

    def __missing__(self, cell: str) -> int:
        self[cell] = self.get(cell.strip(), -1)
        return self[cell]

    def places(self, cells: Sequence[str]) -> Indexes:
        return np.fromiter(map(self.__getitem__, cells), dtype=np.int64, count=len(cells))


def read(path: Path, known: Known, *, hear: Hear = lambda rows: None) -> Sheet:
    """Read and check a file; raise `BrokenFile` for its first fault. `hear` is told how many rows are read."""
    reader = Reader(path, known)
    for rows in reader.blocks():
        hear(rows)
    return reader.sheet()


def shape_of(name: str, heading: Sequence[str], *, row: int) -> Shape:
    """Tell the shape of a file by its columns; a column that no shape has is a fault, so that no name is misspelt."""
    shape = next((shape for column, shape in SHAPES.items() if column in heading), None)
    if shape is None:
        problem = _("none of the columns “count”, “age_band” and “value” is there, so the file’s shape is not known.")
        raise BrokenFile(file=name, row=row, problem=problem)
    missing = [column for column in shape.columns if column not in heading]
    twice = [column for place, column in enumerate(heading) if column in heading[:place]]
    known = (*shape.columns, *shape.optional, *NEW_PERIOD, *PERIOD_DAYS, *ORIGIN)
    strange = [column for column in heading if column not in known]
    for columns, problem in (
        (missing, _("the column is missing.")),
        (twice, _("the column stands twice.")),
        (strange, _("a file of this shape has no such column.")),
    ):
        if columns:
            raise BrokenFile(file=name, row=row, column=columns[0] or "?", problem=problem)
    return shape


@dataclass
class Reader:
    """Reads a file block by block into arrays, checking each cell by itself."""

    path: Path
    known: Known
    shape: Shape = COUNTS
    new_periods: list[Period] = field(default_factory=list)

    def __post_init__(self) -> None:
        pairs = [f"{area.kind}\n{area.code}" for area in self.known.areas]
        self.area_codes, self.kinds = Codes(pairs), Codes(Area.Kind.values)
        self.examples = np.array([area.is_example for area in self.known.areas])
        self.indicator_codes = Codes(indicator.code for indicator in self.known.indicators)
        former = enumerate(indicator.former_code for indicator in self.known.indicators)
        self.indicator_codes.update({code: place for place, code in former if code})
        self.period_codes = Codes(period.code for period in self.known.periods)
        self.bands, self.flags = Codes(AGE_BANDS), Codes(flag.value for flag in FLAGS[:-1])
        self.parts: dict[str, array[float]] = {}
        self.origins: dict[tuple[int, int], Origin] = {}
        self.is_example: bool | None = None

    def blocks(self) -> Iterator[int]:
        """Read the file; after each block, give how many rows are read."""
        table = Table(self.path, columns=(), headings=KEYS, row_marks=Area.Kind.values)
        lines, done = table.bare_rows(), 0
        number, self.heading = next(lines)
        self.name = table.name
        self.shape = shape_of(self.name, self.heading, row=number)
        while block := list(islice(lines, BLOCK)):
            done += len(block)
            if done > MOST_ROWS:
                facts = {"most": f"{MOST_ROWS:,}"}
                raise BrokenFile(file=self.name, problem=Filled(_("the file has more than %(most)s rows."), facts))
            Block(self, [number for number, _cells in block], [cells for _number, cells in block]).take()
            yield done
        if not done:
            raise BrokenFile(file=self.name, problem=_("the file has no row of figures."))

    def keep(self, name: str, kind: str, values: npt.NDArray[np.generic]) -> None:
        self.parts.setdefault(name, array(kind)).frombytes(values.tobytes())

    def sheet(self) -> Sheet:
        whole = {name: np.frombuffer(part, dtype=part.typecode) for name, part in self.parts.items()}
        size = len(whole["row"])
        keys = {name: whole.get(name, np.full(size, -1)) for name in ("area", "indicator", "period", "band")}
        missing = np.full(size, np.nan)
        return Sheet(
            name=self.name,
            shape=self.shape,
            known=self.known,
            new_periods=self.new_periods,
            rows=whole["row"],
            flag=whole.get("flag", np.zeros(size, dtype=np.int64)),
            numbers={name: whole.get(name, missing) for name in self.shape.numbers},
            origins=self.origins,
            **keys,
        )


class Block:
    """Some rows of a file on their way into arrays."""

    def __init__(self, reader: Reader, rows: list[int], cells: list[list[str]]) -> None:
        self.reader, self.rows = reader, rows
        self.cells: dict[str, Sequence[str]] = dict(zip(reader.heading, zip(*cells, strict=True), strict=True))
        self.faults: list[BrokenFile] = []

    def take(self) -> None:
        """Check every cell and hand over the arrays; raise the first fault of the block."""
        self._keys()
        for column in self.reader.shape.numbers:
            if column in self.cells:
                self.reader.keep(column, "d", self._numbers(column))
        if self.faults:
            raise min(self.faults, key=lambda fault: fault.row or 0)
        self.reader.keep("row", "q", np.array(self.rows, dtype=np.int64))

    def _keys(self) -> None:
        reader, cells = self.reader, self.cells
        self._coded("kind", "area_kind", reader.kinds)
        pairs = [f"{kind.strip()}\n{code.strip()}" for kind, code in zip(*map(cells.get, KEYS[:2]), strict=True)]  # type: ignore[arg-type]
        self._areas(self._placed("area_code", reader.area_codes.places(pairs)))
        self._coded("indicator", "indicator", reader.indicator_codes)
        self._periods()
        self._origins()
        if "age_band" in cells:
            bands = reader.bands.places(cells["age_band"])
            facts = {"bands": ", ".join(AGE_BANDS)}
            words = _("“%(value)s” is not an age band. The bands are %(bands)s.")
            self._placed("age_band", bands, words=words, **facts)
            reader.keep("band", "q", bands)
        if "flag" in cells:
            self._coded("flag", "flag", reader.flags, words=_("“%(value)s” is not a flag. The flags are c, x and z."))

    def _coded(self, name: str, column: str, codes: Codes, **said: object) -> None:
        self.reader.keep(name, "q", self._placed(column, codes.places(self.cells[column]), **said))

    def _placed(self, column: str, places: Indexes, *, words: object = None, **facts: object) -> Indexes:
        """Note the first cell that is not known."""
        if places.min() < 0:
            first = int(places.argmin())
            cell = self.cells[column][first].strip()
            problem = Filled(words or _("“%(value)s” is not known here."), {"value": cell, **facts})
            self._fault(first, column, problem if cell else _("the cell is empty."))
        return places

    def _areas(self, places: Indexes) -> None:
        """Keep the areas; real ones and examples never stand in one file."""
        reader = self.reader
        examples = reader.examples[places]
        if reader.is_example is None:
            reader.is_example = bool(examples[0])
        strange = (examples != reader.is_example) & (places >= 0)
        if strange.any():
            problem = _("the file holds real areas and examples; each kind needs a file of its own.")
            self._fault(int(strange.argmax()), "area_code", problem)
        reader.keep("area", "q", places)

    def _periods(self) -> None:
        codes, cells = self.reader.period_codes, self.cells["period"]
        places = codes.places(cells)
        for place in np.flatnonzero(places < 0):
            code = cells[place].strip()
            if codes[code] < 0 and not self._new_period(int(place), code):
                break
            codes[cells[place]] = places[place] = codes[code]
        self.reader.keep("period", "q", places)
        self._same_labels(places)

    def _origins(self) -> None:
        """Take what the rows say of where their figures come from: the same for each indicator and period."""
        codes = self.reader.indicator_codes.places(self.cells["indicator"]).tolist()
        periods = self.reader.period_codes.places(self.cells["period"]).tolist()
        for place, key, origin in origins_of(self.cells, list(zip(codes, periods, strict=True))):
            fault = origin.fault()
            if fault is not None:
                self._fault(place, *fault)
            elif self.reader.origins.setdefault(key, origin) != origin:
                self._fault(place, "source_en", _("rows above say otherwise of this indicator and period."))

    def _new_period(self, place: int, code: str) -> bool:
        """Take a period that the catalogue lacks, where the row names it in both languages."""
        columns = (*NEW_PERIOD, *PERIOD_DAYS)
        labels = {column: self.cells[column][place].strip() if column in self.cells else "" for column in columns}
        has_place = bool(labels["period_order"] or labels["period_ends_on"])
        if not code or not has_place or not all(labels[column] for column in NEW_PERIOD[:2]):
            problem = _("“%(value)s” is not in the catalogue: its labels in both languages and its days are needed.")
            self._fault(place, "period", Filled(problem, {"value": code}) if code else _("the cell is empty."))
            return False
        if self._is_faulty(place, code, labels):
            return False
        reader = self.reader
        reader.new_periods.append(new_period(code, labels, seen_on=reader.known.on))
        reader.period_codes[code] = len(reader.known.periods) + len(reader.new_periods) - 1
        return True

    def _is_faulty(self, place: int, code: str, labels: dict[str, str]) -> bool:
        """Note what is wrong with the names of a new period."""
        texts = {"period": code, **labels}
        for column, longest in (("period", LONGEST_CODE), *((label, LONGEST_LABEL) for label in NEW_PERIOD[:2])):
            if len(texts[column]) > longest:
                words = _("the text is longer than %(longest)s characters.")
                self._fault(place, column, Filled(words, {"longest": longest}))
                return True
        days = [is_day(labels[column]) for column in PERIOD_DAYS]
        if any(labels[column] for column in PERIOD_DAYS) and not all(days):
            words = _("“%(value)s” is not a day such as 2026-03-31.")
            column = PERIOD_DAYS[days.index(False)]
            self._fault(place, column, Filled(words, {"value": labels[column]}))
            return True
        if labels["period_ends_on"] < labels["period_starts_on"]:
            self._fault(place, "period_ends_on", _("the last day is before the first."))
            return True
        order = labels["period_order"]
        if order and not (order.isascii() and order.isdigit() and len(order) < 9):
            self._fault(place, "period_order", Filled(_("“%(value)s” is not a whole number."), {"value": order}))
            return True
        return False

    def _same_labels(self, places: Indexes) -> None:
        """Refuse labels that say of a period what the catalogue, or an earlier row, does not."""
        periods = [*self.reader.known.periods, *self.reader.new_periods]
        names = ("label_en", "label_cy", "order", "starts_on", "ends_on")
        for column, name in zip((*NEW_PERIOD, *PERIOD_DAYS), names, strict=True):
            if column not in self.cells:
                continue
            known = [str(getattr(period, name)) for period in periods]
            said = dict.fromkeys(zip(places.tolist(), self.cells[column], strict=True))
            wrong = {pair for pair in said if pair[0] >= 0 and pair[1].strip() not in ("", known[pair[0]])}
            if wrong:
                pairs = zip(places.tolist(), self.cells[column], strict=True)
                first = next(number for number, pair in enumerate(pairs) if pair in wrong)
                facts = {"value": self.cells[column][first].strip(), "known": known[places[first]]}
                self._fault(first, column, Filled(_("“%(value)s” differs from “%(known)s” for this period."), facts))

    def _numbers(self, column: str) -> Numbers:
        """Return a column as numbers, NaN where the cell is empty."""
        cells = self.cells[column]
        numbers = np.array([_float(cell) if cell else np.nan for cell in cells])
        wrong = ~(numbers >= 0) | np.isinf(numbers)
        for place in np.flatnonzero(wrong):
            cell = cells[place].strip()
            if cell:
                words = _("“%(value)s” is below zero.") if numbers[place] < 0 else _("“%(value)s” is not a number.")
                self._fault(int(place), column, Filled(words, {"value": cell}))
                break
        return numbers

    def _fault(self, place: int, column: str, problem: object) -> None:
        fault = BrokenFile(file=self.reader.name, row=self.rows[place], column=column, problem=problem)
        self.faults.append(fault)


def is_day(cell: str) -> bool:
    try:
        return bool(datetime.date.fromisoformat(cell))
    except ValueError:
        return False


def new_period(code: str, labels: dict[str, str], *, seen_on: datetime.date) -> Period:
    """Make a period of what a file says of it; where it states no days, they are that on which it was seen."""
    names = {
        f"{label}_{language}": labels[f"period_label_{language}"]
        for label in ("label", "short_label")
        for language in ("en", "cy")
    }
    is_stated = bool(labels["period_ends_on"])
    first, last = (datetime.date.fromisoformat(labels[column]) if is_stated else seen_on for column in PERIOD_DAYS)
    order = int(labels["period_order"] or last.toordinal())
    return Period(code=code, order=order, starts_on=first, ends_on=last, is_day_stated=is_stated, **names)


def _float(cell: str) -> float:
    """Return a number; NaN for what is none, and for 1_000, which Python would take."""
    try:
        return float(cell) if "_" not in cell else np.nan
    except ValueError:
        return np.nan
