"""An area's own figures: each indicator as a line in words and a strip among all areas of its kind in Wales."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _

from clusters.models import Area
from common.numbers import number
from common.svg import Scale
from indicators import queries
from indicators.forms import Asked
from indicators.models import Indicator
from indicators.presenters.charts import Strip, scale_of, strip
from indicators.presenters.details import Line, line
from indicators.presenters.summary import Summary
from indicators.queries import Column, Shown


@dataclass(frozen=True)
class Block:
    """One indicator of a profile."""

    line: Line
    strip: Strip | None
    figure: float | None
    ends: tuple[str, str] | None


class Profile(Summary):
    """The key indicators of one cluster, authority or board, among all of its kind."""

    def __init__(self, area: Area, *, on: datetime.date) -> None:
        super().__init__(Asked(), on=on)
        self.area, self.is_example = area, area.is_example
        self.trends_of = [area.pk]

    @cached_property
    def areas(self) -> list[Area]:
        return queries.every_area(on=self.on, example=self.is_example, near=self.area)

    @cached_property
    def peers(self) -> list[Area]:
        """The areas of the same kind, this one among them."""
        return [area for area in self.areas if area.kind == self.area.kind]

    @cached_property
    def figures(self) -> dict[tuple[int, int], Shown]:
        wanted = {area.pk for area in self.peers} | set(self.boards_and_wales)
        return queries.figures(self.columns, wanted, trends_of=self.trends_of)

    @cached_property
    def every_cluster(self) -> list[Area]:
        return [area for area in self.areas if area.kind == Area.Kind.CLUSTER]

    @cached_property
    def boards_and_wales(self) -> dict[int, Area]:
        kinds = (Area.Kind.HEALTH_BOARD, Area.Kind.NATION)
        return {area.pk: area for area in self.areas if area.kind in kinds}

    @property
    def own_board(self) -> Area | None:
        """The board that the area lies in; none where it is a board itself."""
        return None if self.area.kind == Area.Kind.HEALTH_BOARD else self.boards_and_wales[self.area.parent_id]

    @property
    def board_name(self) -> str:
        return self.own_board.short_name if self.own_board else ""

    @property
    def key(self) -> tuple[str, str]:
        """What the large dot and the small ones of a strip stand for."""
        return {
            Area.Kind.CLUSTER: (_("this cluster, with its 95%% interval") % {}, _("the other clusters of Wales")),
            Area.Kind.LOCAL_AUTHORITY: (
                _("this local authority, with its 95%% interval") % {},
                _("the other local authorities of Wales"),
            ),
            Area.Kind.HEALTH_BOARD: (
                _("this health board, with its 95%% interval") % {},
                _("the other health boards of Wales"),
            ),
        }[Area.Kind(self.area.kind)]

    @property
    def table_title(self) -> str:
        return {
            Area.Kind.CLUSTER: _("Indicators of the cluster"),
            Area.Kind.LOCAL_AUTHORITY: _("Indicators of the local authority"),
            Area.Kind.HEALTH_BOARD: _("Indicators of the health board"),
        }[Area.Kind(self.area.kind)]

    @cached_property
    def topics(self) -> list[tuple[str, list[Block]]]:
        grouped = groupby(self.columns, key=lambda column: column.indicator.topic)
        return [(topic.name, [self._block(column) for column in columns]) for topic, columns in grouped]

    @property
    def lines(self) -> list[tuple[str, list[Line]]]:
        """The same as a table."""
        return [(topic, [block.line for block in blocks]) for topic, blocks in self.topics]

    def _block(self, column: Column) -> Block:
        here = self.figure(self.area, column)
        wales = self.figure(self.wales, column)
        board = self.figure(self.own_board, column) if self.own_board else None
        among = [self.figure(peer, column) for peer in self.peers]
        scale = scale_of([*among, here, wales, board])
        said = line(column, self.area, here, wales=wales, board=board)
        drawn = strip(scale, here, among=among, wales=wales, board=board)
        ends = ends_of(scale, column.indicator) if scale else None
        return Block(said, drawn, here.value if here else None, ends)


def ends_of(scale: Scale, indicator: Indicator) -> tuple[str, str]:
    """Return the values at both ends of a strip; a share of a hundred with its sign."""
    is_share = indicator.method == Indicator.Method.PROPORTION and indicator.multiplier == 100
    sign = "%" if is_share else ""
    low, high = (number(end, indicator.decimals) for end in (scale.lowest, scale.highest))
    return f"{low}{sign}", f"{high}{sign}"
