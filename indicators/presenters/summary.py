"""The summary table: clusters by indicators, and the counts that stand before it.

A page of Wales holds nine hundred cells, so the rows are put together here as markup and the template only frames them.
Everything in them that comes from data is a number, a word of the catalogue, or escaped.
"""

import datetime
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import Area
from common.numbers import number, percentage_apart, signed_percentage
from indicators import queries
from indicators.forms import NAME, Asked
from indicators.models import Flag, Indicator, Outcome, Release
from indicators.presenters import words
from indicators.queries import Column, Shown

CHANCE = 0.05
ANY_SLUG = "any-slug"
MARKED = {Outcome.HIGHER, Outcome.LOWER, Outcome.HIGHEST_FIFTH, Outcome.LOWEST_FIFTH}
RAISED = {Outcome.HIGHER, Outcome.HIGHEST_FIFTH}
LOWERED = {Outcome.LOWER, Outcome.LOWEST_FIFTH}
SHORT_CODES = {flag: f"[{flag.value}]" for flag in Flag if flag}


@dataclass(frozen=True)
class Count:
    """How many clusters stand where on one indicator, each number with the address of those clusters."""

    column: Column
    raised: int
    lowered: int
    between: int
    missing: int
    address: str


class Summary:
    """What one summary page shows, for a board or for all of Wales."""

    def __init__(self, asked: Asked, *, on: datetime.date, board: Area | None = None) -> None:
        self.asked, self.on, self.board = asked, on, board
        self.is_example = board is not None and board.is_example
        self.wordings = words.cell_wordings()
        self.flag_words = words.flag_words()
        # Of which areas the page or file says the trend.
        self.trends_of: Collection[int] = ()

    # --- what is read ---

    @cached_property
    def columns(self) -> list[Column]:
        found = queries.columns(self.asked.indicators or None, example=self.is_example)
        if self.asked.view == "indicator":
            found = queries.columns([self.indicator_code(found)], example=self.is_example)
        return [column for column in found if self.asked.topic in ("", column.indicator.topic.code)]

    def indicator_code(self, found: list[Column]) -> str:
        return self.asked.indicator or found[0].indicator.code

    @cached_property
    def boards_and_wales(self) -> dict[int, Area]:
        return {area.pk: area for area in queries.boards_and_wales(on=self.on, example=self.is_example)}

    @cached_property
    def wales(self) -> Area:
        return next(area for area in self.boards_and_wales.values() if area.kind == Area.Kind.NATION)

    @cached_property
    def every_cluster(self) -> list[Area]:
        """The clusters of the page's scope before anything is filtered out."""
        found = queries.clusters(on=self.on, board=self.board, example=self.is_example)
        return [cluster for cluster in found if self.asked.board in ("", self.boards_and_wales[cluster.parent_id].code)]

    @cached_property
    def figures(self) -> dict[tuple[int, int], Shown]:
        areas = {cluster.pk for cluster in self.every_cluster} | set(self.boards_and_wales)
        return queries.figures(self.columns, areas, trends_of=self.trends_of)

    @property
    def release(self) -> Release | None:
        """The newest release that any shown figure belongs to."""
        return max((column.release for column in self.columns), key=lambda release: release.number, default=None)

    # --- what is said of a figure ---

    def outcome(self, figure: Shown) -> str:
        """Return the stored comparison with the chosen comparator. No filter changes it."""
        return figure.outcome(self.asked.compare)

    def ratio(self, figure: Shown) -> float | None:
        return figure.ratio(self.asked.compare)

    def is_dimmed(self, figure: Shown | None) -> bool:
        """Whether a figure is marked, but differs by less than the reader asked for."""
        if not self.asked.differ or figure is None or self.outcome(figure) not in MARKED:
            return False
        ratio = self.ratio(figure)
        return ratio is not None and percentage_apart(ratio) < self.asked.differ

    def figure(self, area: Area, column: Column) -> Shown | None:
        return self.figures.get((area.pk, column.indicator.pk))

    # --- which rows, in which order ---

    @cached_property
    def clusters(self) -> list[Area]:
        """The clusters that are shown, in order."""
        shown = [cluster for cluster in self.every_cluster if self._is_wanted(cluster)]
        column = next((column for column in self.columns if column.indicator.code == self.asked.sort), None)
        if column is None:
            return shown if self.asked.order == "asc" else shown[::-1]
        values = {cluster.pk: self._sort_value(cluster, column) for cluster in shown}
        known = [cluster for cluster in shown if values[cluster.pk] is not None]
        unknown = [cluster for cluster in shown if values[cluster.pk] is None]
        return sorted(known, key=lambda cluster: values[cluster.pk], reverse=self.asked.order == "desc") + unknown

    def _sort_value(self, cluster: Area, column: Column) -> float | None:
        figure = self.figure(cluster, column)
        return figure.value if figure else None

    def _is_wanted(self, cluster: Area) -> bool:
        if not self.asked.show:
            return True
        return any(self._shows(self.figure(cluster, column)) for column in self.columns)

    def _shows(self, figure: Shown | None) -> bool:
        """Whether a figure is one of those that the filter asks for."""
        if figure is None or figure.flag:
            return self.asked.show == "no_figure"
        outcome = self.outcome(figure)
        wanted = {"higher": RAISED, "lower": LOWERED, "differences": MARKED}
        if self.asked.show == "no_difference":
            return outcome not in MARKED
        return outcome in wanted.get(self.asked.show, set()) and not self.is_dimmed(figure)

    @cached_property
    def groups(self) -> list[tuple[Area | None, list[Area]]]:
        """The clusters by board, boards in order; one group without a board where the page is of one board."""
        if self.board or not self.asked.grouped:
            return [(None, self.clusters)]
        boards = [area for area in self.boards_and_wales.values() if area.kind == Area.Kind.HEALTH_BOARD]
        groups = [(board, [cluster for cluster in self.clusters if cluster.parent_id == board.pk]) for board in boards]
        return [(board, clusters) for board, clusters in groups if clusters]

    # --- what stands before the table ---

    @cached_property
    def counts(self) -> list[Count]:
        return [self._count(column) for column in self.columns]

    @cached_property
    def interval_counts(self) -> list[Count]:
        return [count for count in self.counts if _is(count.column.indicator, Indicator.Comparison.INTERVAL)]

    @cached_property
    def fifth_counts(self) -> list[Count]:
        return [count for count in self.counts if _is(count.column.indicator, Indicator.Comparison.FIFTHS)]

    def _count(self, column: Column) -> Count:
        tally: Counter[str] = Counter()
        for cluster in self.every_cluster:
            figure = self.figure(cluster, column)
            tally[self._side(figure)] += 1
        # What is counted are outcomes; a least difference would lead to fewer clusters than the number says.
        address = self.asked.but(view="indicator", indicator=column.indicator.code, show="", differ=0)
        return Count(column, tally["raised"], tally["lowered"], tally["between"], tally["missing"], address)

    def _side(self, figure: Shown | None) -> str:
        if figure is None or figure.flag:
            return "missing"
        outcome = self.outcome(figure)
        return "raised" if outcome in RAISED else "lowered" if outcome in LOWERED else "between"

    @cached_property
    def compared_cells(self) -> int:
        """How many shown figures were tested against the comparator."""
        tested = (Outcome.HIGHER, Outcome.LOWER, Outcome.NO_DIFFERENCE)
        cells = (self.figure(cluster, column) for cluster in self.clusters for column in self.columns)
        return sum(figure is not None and self.outcome(figure) in tested for figure in cells)

    @cached_property
    def by_chance(self) -> int:
        return round(self.compared_cells * CHANCE)

    @property
    def caption(self) -> str:
        clusters, indicators = len(self.clusters), len(self.columns)
        facts = {
            "clusters": ngettext("%(count)s cluster", "%(count)s clusters", clusters) % {"count": clusters},
            "indicators": ngettext("%(count)s indicator", "%(count)s indicators", indicators) % {"count": indicators},
            "order": self.order_words,
        }
        words = _("Compared with Wales, latest period of each. %(clusters)s, %(indicators)s. %(order)s")
        if self.asked.compare == "board":
            words = _("Compared with the health board, latest period of each. %(clusters)s, %(indicators)s. %(order)s")
        return words % facts

    @property
    def order_words(self) -> str:
        column = next((column for column in self.columns if column.indicator.code == self.asked.sort), None)
        if column is None:
            return _("In order of name.") if self.asked.order == "asc" else _("In reverse order of name.")
        facts = {"indicator": column.indicator.short_name or column.indicator.name}
        if self.asked.order == "desc":
            return _("In order of: %(indicator)s (highest first).") % facts
        return _("In order of: %(indicator)s (lowest first).") % facts

    # --- the table ---

    def reference_row(self, area: Area, label: str) -> SafeString:
        """Return the row of Wales or a board: values only, since others are compared with them."""
        cells = "".join(self._plain_cell(self.figure(area, column), column.indicator) for column in self.columns)
        return mark_safe(f'<tr class="app-rug__reference"><th scope="row">{escape(label)}</th>{cells}</tr>')

    def rows(self, clusters: list[Area]) -> SafeString:
        """Return the rows of clusters. There may be many: what they share is worked out once."""
        shown = [(column.indicator.pk, column.indicator) for column in self.columns]
        address = reverse("portal:cluster", kwargs={"slug": ANY_SLUG})
        return mark_safe("".join(self._row(cluster, shown, address) for cluster in clusters))

    def _row(self, cluster: Area, shown: list[tuple[int, Indicator]], address: str) -> str:
        area, figures = cluster.pk, self.figures
        cells = "".join([self._cell(figures.get((area, key)), indicator) for key, indicator in shown])
        link = f'<a href="{address.replace(ANY_SLUG, cluster.slug)}">{escape(cluster.name)}</a>'
        return f'<tr><th scope="row">{link}</th>{cells}</tr>\n'

    def _plain_cell(self, figure: Shown | None, indicator: Indicator) -> str:
        if figure is None or figure.value is None:
            return self._missing_cell(figure)
        return f"<td>{number(figure.value, indicator.decimals)}</td>"

    def _missing_cell(self, figure: Shown | None) -> str:
        flag = figure.flag if figure else Flag.NOT_AVAILABLE
        said = f'<span class="nhsuk-u-visually-hidden"> {escape(self.flag_words[flag])}</span>'
        return f'<td class="is-coded"><span aria-hidden="true">{SHORT_CODES[Flag(flag)]}</span>{said}</td>'

    def _cell(self, figure: Shown | None, indicator: Indicator) -> str:
        if figure is None or figure.value is None:
            return self._missing_cell(figure)
        wording = self.wordings[self.outcome(figure)]
        value = number(figure.value, indicator.decimals)
        if not wording.is_seen:
            return f'<td>{value}<span class="nhsuk-u-visually-hidden"> {wording.word}</span></td>'
        symbol = f'<span aria-hidden="true">{wording.symbol}</span>'
        ratio, is_dimmed = self.ratio(figure), self.is_dimmed(figure)
        is_fifth = wording.symbol in (words.HIGHEST, words.LOWEST)
        by = f" <i>{signed_percentage(ratio)}</i>" if ratio is not None and not is_fifth else ""
        style = words.style(wording, indicator, ratio, is_dimmed=is_dimmed)
        dimmed = f' <span class="nhsuk-u-visually-hidden">{self.dimmed_words}</span>' if is_dimmed else ""
        return f'<td class="{style}">{symbol} {value} <span class="word">{wording.word}{by}</span>{dimmed}</td>'

    @cached_property
    def dimmed_words(self) -> str:
        return words.dimmed_words(self.asked.differ)

    def is_sorted_by_name(self) -> bool:
        return all(column.indicator.code != self.asked.sort for column in self.columns) or self.asked.sort == NAME


def _is(indicator: Indicator, comparison: str) -> bool:
    return indicator.comparison == comparison
