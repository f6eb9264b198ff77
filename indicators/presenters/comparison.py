"""A few clusters side by side, chosen by the address."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from clusters.models import Area
from indicators.forms import Asked
from indicators.presenters.contrasts import Between, between
from indicators.presenters.details import Line, line
from indicators.presenters.summary import Summary
from indicators.queries import Column

FEWEST, MOST = 2, 5
PAIR = 2


@dataclass(frozen=True)
class Row:
    """One indicator for each of the chosen clusters."""

    column: Column
    wales: str
    lines: list[Line]
    between: Between | None


class Comparison(Summary):
    """Two to five clusters on the key indicators, each against Wales."""

    def __init__(self, codes: list[str], *, on: datetime.date) -> None:
        super().__init__(Asked(), on=on)
        self.codes = codes
        self.trends_of = [cluster.pk for cluster in self.chosen]

    @cached_property
    def chosen(self) -> list[Area]:
        """The clusters asked for, in the order of the address; what is not a cluster is left out."""
        by_code = {cluster.code: cluster for cluster in self.every_cluster}
        return [by_code[code] for code in dict.fromkeys(self.codes) if code in by_code]

    @property
    def can_compare(self) -> bool:
        return FEWEST <= len(self.chosen) <= MOST

    @property
    def topics(self) -> list[tuple[str, list[Row]]]:
        grouped = groupby(self.columns, key=lambda column: column.indicator.topic)
        return [(topic.name, [self._row(column) for column in columns]) for topic, columns in grouped]

    def _row(self, column: Column) -> Row:
        lines = [self._line(column, cluster) for cluster in self.chosen]
        return Row(column, lines[0].wales, lines, self.between.get(column.indicator.pk))

    @property
    def is_pair(self) -> bool:
        return len(self.chosen) == PAIR

    @cached_property
    def between(self) -> dict[int, Between]:
        """The two set against each other; of more than two nothing is said."""
        return between(self.columns, *self.chosen) if self.is_pair else {}

    def _line(self, column: Column, cluster: Area) -> Line:
        board = self.figure(self.boards_and_wales[cluster.parent_id], column)
        return line(column, cluster, self.figure(cluster, column), wales=self.figure(self.wales, column), board=board)
