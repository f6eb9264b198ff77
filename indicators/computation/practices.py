"""Counts that general practices report, summed over the areas to which the practices belong today.

A practice that is open counts in the cluster that it belongs to on the day. One that has closed counts where most of
the practices count today with which the file of closed practices puts it (ties: the lowest place).
"""

import datetime
from collections import Counter, defaultdict
from functools import cached_property
from pathlib import Path

import numpy as np
from django.utils.translation import gettext_lazy as _

from clusters.models import Area, Membership
from common.tabular import Row, Table
from indicators.computation.further_recipes import CROSSWALK, PracticeSum
from indicators.computation.geography import Areas, Numbers, Summing

CROSSWALK_COLUMNS = ("practice_code", "current_cluster_name", "local_authority_code", "health_board_ons_code")
PRACTICE = "practice_code"


class PracticeFiles:
    """The files of practices in a folder, each read once, with the places where practices count."""

    def __init__(self, folder: Path, areas: Areas, *, on: datetime.date) -> None:
        self.folder, self.areas, self.on = folder, areas, on
        self.read: dict[str, list[Row]] = {}
        self.summed: dict[tuple[str, str], tuple[Summing, list[Row]]] = {}

    @cached_property
    def known(self) -> dict[str, Row]:
        """The practices that the portal knows of, open and closed."""
        table = Table(self.folder / CROSSWALK, columns=CROSSWALK_COLUMNS)
        return {row.text(PRACTICE): row for row in table}

    @cached_property
    def today(self) -> dict[str, int]:
        """The place of the cluster that each open practice belongs to."""
        members = Membership.objects.current(on=self.on).filter(spans_clusters=False, cluster__in=self.areas.place)
        pairs = members.values_list("provider__ods_code", "cluster_id")
        return {code: self.areas.place[cluster] for code, cluster in pairs}

    @cached_property
    def together(self) -> dict[tuple[str, str], Counter[int]]:
        """How many of the open practices that the file puts into one cluster count at each place."""
        found: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        for code, row in self.known.items():
            if code in self.today:
                found[_group(row)][self.today[code]] += 1
        return found

    def above(self, code: str) -> list[int]:
        """Return the places of a practice's cluster, authority, board and Wales."""
        row = self.known[code]
        cluster = self.today.get(code)
        if cluster is None:
            open_ones = self.together[_group(row)]
            if not open_ones:
                raise row.fault("current_cluster_name", _("no practice of this cluster is open any more."))
            cluster = min(open_ones, key=lambda place: (-open_ones[place], place))
        authority = self._authorities[row.one_of("local_authority_code", self._authorities)]
        return [cluster, authority, int(self.areas.boards[cluster]), self.areas.wales]

    @cached_property
    def _authorities(self) -> dict[str, int]:
        kind = Area.Kind.LOCAL_AUTHORITY
        return {area.code: place for place, area in enumerate(self.areas.areas) if area.kind == kind}

    def rows(self, recipe: PracticeSum) -> tuple[Summing, list[Row]]:
        """Return the practices of a recipe's period, where they count and what they report."""
        key = recipe.file, recipe.of_period[1]
        if key not in self.summed:
            self.summed[key] = self._rows(recipe)
        return self.summed[key]

    def _rows(self, recipe: PracticeSum) -> tuple[Summing, list[Row]]:
        column, period = recipe.of_period
        if recipe.file not in self.read:
            self.read[recipe.file] = list(Table(self.folder / recipe.file, columns=(column, PRACTICE)))
        rows = [row for row in self.read[recipe.file] if row.text(column) == period]
        codes = [row.one_of(PRACTICE, self.known) for row in rows]
        return Summing(codes, np.array([self.above(code) for code in codes]), len(self.areas)), rows

    def counts(self, recipe: PracticeSum) -> tuple[Numbers, Numbers]:
        """Return numerator and denominator of every area; a practice without a denominator is left out of both."""
        summing, rows = self.rows(recipe)
        reported = [not recipe.denominator or bool(row.optional(recipe.denominator)) for row in rows]

        def total(column: str) -> Numbers:
            pairs = zip(rows, reported, strict=True)
            amounts = [_amount(row, column, recipe) if is_reported else 0 for row, is_reported in pairs]
            return summing.total(np.array(amounts, dtype=np.float64))

        above = np.sum([total(column) for column in recipe.numerator], axis=0)
        return above, total(recipe.denominator) if recipe.denominator else np.full(len(self.areas), np.nan)


def _group(row: Row) -> tuple[str, str]:
    return row.text("current_cluster_name"), row.text("health_board_ons_code")


def _amount(row: Row, column: str, recipe: PracticeSum) -> int:
    """Return what a practice reports. An empty cell is a fault, unless the other parts make up the whole."""
    amount = row.integer_or_none(column)
    if amount is None and column in recipe.parts:
        others = sum(row.integer_or_none(part) or 0 for part in recipe.parts)
        amount = 0 if others == row.integer(recipe.denominator) else None
    return row.integer(column) if amount is None else amount
