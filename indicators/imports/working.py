"""From the rows of a checked file to figures: values, limits, small numbers, comparisons; one indicator and period at a
time, by the same rules as the figures that the portal computes itself."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from clusters.models import Area, GeographyBasis
from indicators.computation.figures import FIGURE_COLUMNS, LEVELS, Figures, estimate, published_totals, standing
from indicators.computation.geography import Areas
from indicators.imports.reading import AGES, COUNTS, FLAGS, Indexes, Marks, Numbers, Sheet
from indicators.imports.rules import bands_of
from indicators.models import Flag, Indicator, Outcome
from indicators.statistics import EUROPEAN_STANDARD_POPULATION_2013, directly_standardised_rate, suppress
from indicators.statistics.rates import FEWEST_EVENTS

GIVEN, SMALL, NOT_AVAILABLE, TOO_FEW = (
    FLAGS.index(flag) for flag in (Flag.GIVEN, Flag.SMALL_NUMBERS, Flag.NOT_AVAILABLE, Flag.TOO_FEW_EVENTS)
)
# A count follows from value and denominator.
IMPLY_COUNTS = (Indicator.Method.PROPORTION, Indicator.Method.CRUDE_RATE, Indicator.Method.STANDARDISED_RATIO)


@dataclass
class Worked:
    """The figures of one indicator and period over all areas of a world; `present` marks those that the file names."""

    indicator: Indicator
    figures: Figures
    flags: Indexes
    present: Marks
    source_rows: Indexes


@dataclass(frozen=True)
class Part:
    """The rows of one indicator and period, in the order of area and age band."""

    indicator: int
    period: int
    rows: Indexes


def parts(sheet: Sheet) -> Iterator[Part]:
    """Give the rows of each indicator and period."""
    order = np.lexsort((sheet.band, sheet.area, sheet.set_key))
    keys = sheet.set_key[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    for rows in np.split(order, starts[1:]):
        yield Part(int(sheet.indicator[rows[0]]), int(sheet.period[rows[0]]), rows)


class World:
    """The areas that a file may name: the real ones, or the examples."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.start = next(n for n, area in enumerate(sheet.known.areas) if area.is_example == sheet.is_example)
        found = [area for area in sheet.known.areas if area.is_example == sheet.is_example]
        self.areas = Areas(found, {area.pk: place for place, area in enumerate(found)})
        self.to_wales = np.full(len(found), self.areas.wales)
        self.to_board = self.areas.boards
        self.totals = published_totals(self.areas)
        self.are_clusters = self.areas.are(Area.Kind.CLUSTER)

    def __len__(self) -> int:
        return len(self.areas)

    # --- figures ---

    def work(self, part: Part) -> Worked:
        """Work out one indicator and period."""
        indicator = self.sheet.known.indicators[part.indicator]
        worked = self._by_age(part, indicator) if self.sheet.shape is AGES else self._by_area(part, indicator)
        worked.figures.hidden = self._hidden(indicator, worked.figures.counts)
        worked.flags[worked.figures.hidden] = SMALL
        self._withhold(worked)
        return worked

    def _by_age(self, part: Part, indicator: Indicator) -> Worked:
        """Standardise: rows come in full sets of age bands, area by area."""
        bands, sheet = bands_of(indicator), self.sheet
        rows = part.rows.reshape(-1, bands)
        counts, people = sheet.numbers["count"][rows], sheet.numbers["population"][rows]
        weights = EUROPEAN_STANDARD_POPULATION_2013[:bands]
        found = directly_standardised_rate(
            counts, people, weights=weights, confidence=LEVELS, multiplier=indicator.multiplier
        )
        worked = self._blank(indicator, rows[:, 0])
        places, figures = sheet.area[rows[:, 0]] - self.start, worked.figures
        figures.counts[places], figures.denominators[places] = counts.sum(axis=1), people.sum(axis=1)
        figures.values[places], figures.lower[places], figures.upper[places] = found
        worked.flags[figures.counts < FEWEST_EVENTS] = TOO_FEW
        return worked

    def _by_area(self, part: Part, indicator: Indicator) -> Worked:
        worked, sheet = self._blank(indicator, part.rows), self.sheet
        places, figures = sheet.area[part.rows] - self.start, worked.figures
        worked.flags[places] = sheet.flag[part.rows]
        figures.counts[places] = sheet.numbers["count"][part.rows]
        figures.denominators[places] = sheet.numbers["denominator"][part.rows]
        if sheet.shape is COUNTS:
            figures.values, figures.lower, figures.upper = estimate(indicator, figures.counts, figures.denominators)
        else:
            self._ready_made(part, places, figures)
        return worked

    def _ready_made(self, part: Part, places: Indexes, figures: Figures) -> None:
        """Take values and limits as they are; where the count is not given it follows from value and denominator."""
        numbers, rows = self.sheet.numbers, part.rows
        figures.values[places] = numbers["value"][rows]
        for level, name in enumerate(("95", "998")):
            figures.lower[places, level] = numbers[f"lower{name}"][rows]
            figures.upper[places, level] = numbers[f"upper{name}"][rows]
        indicator = self.sheet.known.indicators[part.indicator]
        if indicator.method in IMPLY_COUNTS:
            implied = figures.values * figures.denominators / indicator.multiplier
            figures.counts = np.where(np.isnan(figures.counts), np.round(implied, 6), figures.counts)

    def _blank(self, indicator: Indicator, rows: Indexes) -> Worked:
        size, places = len(self), self.sheet.area[rows] - self.start
        present, source_rows = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.int64)
        present[places], source_rows[places] = True, self.sheet.rows[rows]
        none, limits = np.full(size, np.nan), np.full((size, len(LEVELS)), np.nan)
        figures = Figures(none, none.copy(), none.copy(), limits, limits.copy(), np.zeros(size, dtype=np.bool_))
        return Worked(indicator, figures, np.zeros(size, dtype=np.int64), present, source_rows)

    def _hidden(self, indicator: Indicator, counts: Numbers) -> Marks:
        """Hide small counts and what would give them away; most indicators have none, which is quickly seen."""
        threshold = indicator.disclosure_threshold
        if threshold is None or not ((counts > 0) & (counts < threshold)).any():
            return np.zeros(len(counts), dtype=np.bool_)
        return suppress(counts, self.totals, threshold=threshold)

    def _withhold(self, worked: Worked) -> None:
        """Take out of the arrays what is not given, so that no comparison with it tells its value."""
        withheld = worked.flags != GIVEN
        figures = worked.figures
        for numbers in (figures.counts, figures.denominators, figures.values, figures.lower, figures.upper):
            numbers[withheld] = np.nan

    # --- lines for the database ---

    def lines(self, worked: Worked, figure_set: int, said_geography: str = "") -> Iterator[str]:
        """Give each figure as a line of PostgreSQL's text format, in the order of `COLUMNS`."""
        places = np.flatnonzero(worked.present)
        figures = worked.figures
        board = standing(worked.indicator, figures, self.areas, self.to_board)
        wales = standing(worked.indicator, figures, self.areas, self.to_wales)
        outcomes = self._outcomes(worked, wales.outcomes)
        columns = (
            [str(self.areas.areas[place].pk) for place in places],
            *(_texts(numbers[places]) for numbers in (figures.counts, figures.denominators, figures.values)),
            *(_texts(limits[places, level]) for level in (0, 1) for limits in (figures.lower, figures.upper)),
            [FLAGS[flag].value for flag in worked.flags[places].tolist()],
            self._bases(said_geography or worked.indicator.geography_basis, places),
            [board.outcomes[place] for place in places],
            [outcomes[place] for place in places],
            *(
                _texts(numbers[places])
                for against in (board, wales)
                for numbers in (against.differences, against.ratios)
            ),
            [str(row) for row in worked.source_rows[places].tolist()],
        )
        for cells in zip(*columns, strict=True):
            yield f"{figure_set}\t" + "\t".join(cells) + "\n"

    def _outcomes(self, worked: Worked, outcomes: list[str]) -> list[str]:
        """Which fifth of all clusters an area is in is known only where the file names every cluster."""
        is_fifths = worked.indicator.comparison == Indicator.Comparison.FIFTHS
        if is_fifths and not worked.present[self.are_clusters].all():
            return [Outcome.NOT_COMPARED.value] * len(self)
        return outcomes

    def _bases(self, geography: str, places: Indexes) -> list[str]:
        approximate = geography == GeographyBasis.APPROXIMATE
        bases = np.where(self.are_clusters & approximate, GeographyBasis.APPROXIMATE.value, GeographyBasis.EXACT.value)
        return list(bases[places])


COLUMNS = (*FIGURE_COLUMNS, "source_row")


def _texts(numbers: Numbers) -> list[str]:
    return ["\\N" if number != number else repr(number) for number in numbers.tolist()]
