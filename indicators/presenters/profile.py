"""A cluster's own page of figures: each indicator as a line in words and a strip among all clusters of Wales."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from clusters.models import Area
from indicators import queries
from indicators.forms import Asked
from indicators.presenters.charts import Strip, scale_of, strip
from indicators.presenters.details import Line, line
from indicators.presenters.summary import Summary
from indicators.queries import Column


@dataclass(frozen=True)
class Block:
    """One indicator of a profile."""

    line: Line
    strip: Strip | None


class Profile(Summary):
    """The key indicators of one cluster, among all clusters of Wales."""

    def __init__(self, cluster: Area, *, on: datetime.date) -> None:
        super().__init__(Asked(), on=on)
        self.cluster, self.is_example = cluster, cluster.is_example
        self.trends_of = [cluster.pk]

    @cached_property
    def areas(self) -> list[Area]:
        return queries.every_area(on=self.on, example=self.is_example, near=self.cluster)

    @cached_property
    def every_cluster(self) -> list[Area]:
        return [area for area in self.areas if area.kind == Area.Kind.CLUSTER]

    @cached_property
    def boards_and_wales(self) -> dict[int, Area]:
        kinds = (Area.Kind.HEALTH_BOARD, Area.Kind.NATION)
        return {area.pk: area for area in self.areas if area.kind in kinds}

    @property
    def board_name(self) -> str:
        return self.boards_and_wales[self.cluster.parent_id].short_name

    @cached_property
    def topics(self) -> list[tuple[str, list[Block]]]:
        grouped = groupby(self.columns, key=lambda column: column.indicator.topic)
        return [(topic.name, [self._block(column) for column in columns]) for topic, columns in grouped]

    @property
    def lines(self) -> list[tuple[str, list[Line]]]:
        """The same as a table."""
        return [(topic, [block.line for block in blocks]) for topic, blocks in self.topics]

    def _block(self, column: Column) -> Block:
        here = self.figure(self.cluster, column)
        wales = self.figure(self.wales, column)
        board = self.figure(self.boards_and_wales[self.cluster.parent_id], column)
        among = [self.figure(cluster, column) for cluster in self.every_cluster]
        scale = scale_of([*among, here, wales, board])
        said = line(column, self.cluster, here, wales=wales, board=board)
        return Block(said, strip(scale, here, among=among, wales=wales, board=board))
