"""What must hold between the cells of a row and between rows; the first breach in the file is told."""

from collections.abc import Callable

import numpy as np
from django.utils.translation import gettext_lazy as _

from common.tabular import BrokenFile, Filled
from indicators.imports.reading import AGES, BANDS_UNDER_75, COUNTS, UNDER_75, VALUES, Indexes, Marks, Sheet
from indicators.models import Indicator
from indicators.statistics import AGE_BANDS

Method = Indicator.Method
DSR = Method.DIRECTLY_STANDARDISED_RATE
WITH_INTERVAL = (Method.PROPORTION, Method.CRUDE_RATE, DSR, Method.STANDARDISED_RATIO, Method.LIFE_EXPECTANCY)
# Counts shared out over areas, and rounded values, add up only nearly.
ROUNDING = 1e-9

EMPTY = _("the cell is empty.")
FLAGGED = _("the row is flagged, so the cell must be empty.")


def bands_of(indicator: Indicator) -> int:
    """Return how many age bands, from the youngest on, an indicator is standardised over."""
    return BANDS_UNDER_75 if UNDER_75 in indicator.code else len(AGE_BANDS)


def check(sheet: Sheet) -> None:
    """Raise `BrokenFile` for the first row that breaks a rule."""
    checking = Checking(sheet)
    {id(COUNTS): checking.counts, id(AGES): checking.ages, id(VALUES): checking.values}[id(sheet.shape)]()
    if not checking.faults:
        checking.repeated()
    if not checking.faults and sheet.shape is AGES:
        checking.missing_bands()
    if checking.faults:
        raise min(checking.faults, key=lambda fault: fault.row or 0)


class Checking:
    """One pass over a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.numbers = sheet, sheet.numbers
        self.faults: list[BrokenFile] = []
        self.given = {name: ~np.isnan(numbers) for name, numbers in sheet.numbers.items()}
        self.flagged = sheet.flag > 0
        self.methods = np.array([indicator.method for indicator in sheet.known.indicators])[sheet.indicator]

    def refuse(self, wrong: Marks, column: str, problem: object | Callable[[int], object]) -> None:
        """Note the first row that is wrong; a function gives the problem of a row."""
        if wrong.any():
            place = int(wrong.argmax())
            self.faults.append(self.sheet.fault(place, column, problem(place) if callable(problem) else problem))

    # --- the three shapes ---

    def counts(self) -> None:
        is_count = self.methods == Method.COUNT
        open_rows = ~self.flagged
        self.refuse(self.methods == DSR, "indicator", _("the indicator is age-standardised; it needs age bands."))
        words = _("the indicator is a life expectancy; it needs ready-made values.")
        self.refuse(self.methods == Method.LIFE_EXPECTANCY, "indicator", words)
        self.refuse(self.flagged & self.given["count"], "count", FLAGGED)
        self.refuse(open_rows & ~self.given["count"], "count", EMPTY)
        self.refuse(open_rows & ~is_count & ~self.given["denominator"], "denominator", EMPTY)
        words = _("the indicator is a count, so the cell must be empty.")
        self.refuse(is_count & self.given["denominator"], "denominator", words)
        self._above_zero("denominator")
        self._within_denominator()

    def ages(self) -> None:
        self.refuse(
            self.methods != DSR, "indicator", _("the indicator is not age-standardised; it takes no age bands.")
        )
        self.refuse(~self.given["count"], "count", EMPTY)
        self.refuse(~self.given["population"], "population", EMPTY)
        self._above_zero("population")
        bands = np.array([bands_of(indicator) for indicator in self.sheet.known.indicators])[self.sheet.indicator]
        words = _("“%(value)s” is not an age band of this indicator.")
        self.refuse(
            self.sheet.band >= bands,
            "age_band",
            lambda place: Filled(words, {"value": AGE_BANDS[self.sheet.band[place]]}),
        )

    def values(self) -> None:
        for column in ("value", "lower95", "upper95", "lower998", "upper998"):
            self.refuse(self.flagged & self.given[column], column, FLAGGED)
        self.refuse(~self.flagged & ~self.given["value"], "value", EMPTY)
        with_interval = ~self.flagged & np.isin(self.methods, WITH_INTERVAL)
        for column in ("lower95", "upper95"):
            self.refuse(with_interval & ~self.given[column], column, EMPTY)
        for lower, upper in (("lower95", "upper95"), ("lower998", "upper998")):
            self.refuse(self.given[lower] & ~self.given[upper], upper, EMPTY)
            self.refuse(self.given[upper] & ~self.given[lower], lower, EMPTY)
        self._ordered()
        self._above_zero("denominator")
        self._within_denominator()

    # --- rules that shapes share ---

    def _above_zero(self, column: str) -> None:
        self.refuse(self.numbers[column] == 0, column, _("the number must be above zero."))

    def _within_denominator(self) -> None:
        """A part is never more than its whole; comparisons with a missing number are false."""
        excess = self.numbers["count"] > self.numbers["denominator"] * (1 + ROUNDING)
        self.refuse((self.methods == Method.PROPORTION) & excess, "count", _("the count is above the denominator."))

    def _ordered(self) -> None:
        numbers = self.numbers
        inside = _("the 99.8% limit lies inside the 95% interval.")
        self.refuse(numbers["lower95"] > numbers["value"], "lower95", _("the lower limit is above the value."))
        self.refuse(numbers["upper95"] < numbers["value"], "upper95", _("the upper limit is below the value."))
        self.refuse(numbers["lower998"] > numbers["lower95"], "lower998", inside)
        self.refuse(numbers["upper998"] < numbers["upper95"], "upper998", inside)
        wholes = np.array([float(indicator.multiplier) for indicator in self.sheet.known.indicators])
        whole = wholes[self.sheet.indicator]
        excess = (self.methods == Method.PROPORTION) & (numbers["value"] > whole * (1 + ROUNDING))
        words = _("the value is above %(most)s, the whole.")
        self.refuse(excess, "value", lambda place: Filled(words, {"most": f"{whole[place]:g}"}))

    # --- rows against rows ---

    def repeated(self) -> None:
        """Each area, indicator and period (and age band) stands once."""
        sheet = self.sheet
        keys = sheet.key * (len(AGE_BANDS) + 1) + sheet.band + 1
        order = np.argsort(keys, kind="stable")
        again = np.zeros(len(keys), dtype=np.bool_)
        again[order[1:]] = keys[order[1:]] == keys[order[:-1]]
        words = _("the same area, indicator and period stand in row %(row)s already.")
        if sheet.shape is AGES:
            words = _("the same area, indicator, period and age band stand in row %(row)s already.")
        self.refuse(again, "area_code", lambda place: Filled(words, {"row": sheet.rows[_first(keys, place)]}))

    def missing_bands(self) -> None:
        """Each area, indicator and period has every age band; told at the first of its rows."""
        sheet = self.sheet
        _keys, first, counts = np.unique(sheet.key, return_index=True, return_counts=True)
        needed = np.array([bands_of(indicator) for indicator in sheet.known.indicators])[sheet.indicator[first]]
        wrong = np.zeros(len(sheet), dtype=np.bool_)
        wrong[first[counts < needed]] = True
        words = _("age bands are missing for this area, indicator and period: %(bands)s.")
        self.refuse(wrong, "age_band", lambda place: Filled(words, {"bands": ", ".join(self._lacking(place))}))

    def _lacking(self, place: int) -> list[str]:
        sheet = self.sheet
        held = set(sheet.band[sheet.key == sheet.key[place]].tolist())
        bands = bands_of(sheet.known.indicators[sheet.indicator[place]])
        return [AGE_BANDS[band] for band in range(bands) if band not in held]


def _first(keys: Indexes, place: int) -> int:
    return int((keys == keys[place]).argmax())
