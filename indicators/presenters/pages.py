"""The summary page around its table: headings, choices, links, and the other two ways to read it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import Area
from indicators.forms import DIFFERENCES, NAME, Asked
from indicators.models import Indicator
from indicators.presenters import words
from indicators.presenters.details import Line, line
from indicators.presenters.summary import Summary
from indicators.queries import Column


@dataclass(frozen=True)
class Heading:
    """The heading of a column: its link, and the link that sorts by it."""

    column: Column
    address: str
    sort_query: str
    sort_words: str
    aria_sort: str


class SummaryPage(Summary):
    """A summary page, for a board or for all of Wales."""

    def __init__(
        self, asked: Asked, indicators: list[Indicator], *, on: datetime.date, board: Area | None = None
    ) -> None:
        super().__init__(asked, on=on, board=board)
        self.indicators = indicators

    @property
    def view(self) -> str:
        if self.asked.view == "cluster" and self.cluster is None:
            return "matrix"
        return self.asked.view or "matrix"

    @property
    def is_view_chosen(self) -> bool:
        return bool(self.asked.view)

    # --- words ---

    @property
    def title(self) -> str:
        if self.board is None:
            return _("All clusters of Wales, side by side")
        return _("The clusters of %(board)s, side by side") % {"board": self.board.short_name}

    @property
    def subtitle(self) -> str:
        """What the matrix, the indicator or the cluster view is of."""
        if self.view == "indicator":
            return self.columns[0].indicator.name if self.columns else ""
        return self.cluster.name if self.view == "cluster" and self.cluster else ""

    @property
    def breadcrumbs(self) -> list[dict[str, str]]:
        crumbs = [{"text": _("Wales"), "href": reverse("portal:home")}]
        if self.board:
            crumbs.append({"text": self.board.name, "href": self.board.get_absolute_url()})
        if self.asked.view:
            crumbs.append(
                {
                    "text": _("Indicators"),
                    "href": self.address(self.asked.but(view="", indicator="", cluster="")),
                }
            )
        return crumbs

    @property
    def result_words(self) -> str:
        shown, whole = len(self.clusters), len(self.every_cluster)
        if shown == whole:
            return ngettext("%(count)s cluster", "%(count)s clusters", shown) % {"count": shown}
        facts = {"shown": shown, "whole": whole}
        return _("Clusters shown: %(shown)s of %(whole)s") % facts

    @property
    def choice_words(self) -> str:
        """What narrows or dims the table, as its caption says it."""
        return self._said_choices(self.asked.filters)

    @property
    def counted_words(self) -> str:
        """What narrows the counts: they count outcomes, whatever of them the table shows."""
        return self._said_choices([name for name in self.asked.filters if name not in ("differ", "show")])

    def _said_choices(self, names: Iterable[str]) -> str:
        choices = [self.filter_words[name] for name in names]
        return _("Chosen: %(choices)s.") % {"choices": "; ".join(choices)} if choices else ""

    # --- addresses ---

    @cached_property
    def base(self) -> str:
        if self.board is None:
            return reverse("indicators:summary")
        return reverse("indicators:health_board_summary", kwargs={"slug": self.board.slug})

    def address(self, query: str) -> str:
        return f"{self.base}?{query}" if query else self.base

    @property
    def csv_address(self) -> str:
        if self.board is None:
            return reverse("indicators:summary_csv")
        return reverse("indicators:health_board_summary_csv", kwargs={"slug": self.board.slug})

    @property
    def matrix_address(self) -> str:
        return self.address(self.asked.but(view="matrix", indicator="", cluster=""))

    @property
    def clear_address(self) -> str:
        asked = Asked(view=self.asked.view, indicator=self.asked.indicator, cluster=self.asked.cluster)
        return self.address(asked.but())

    # --- the form ---

    @property
    def comparator_choices(self) -> list[dict[str, Any]]:
        board = self.board.short_name if self.board else ""
        own = _("%(board)s average") % {"board": board} if board else _("Own health board")
        choices = (("wales", _("Wales")), ("board", own))
        return [{"value": value, "text": text, "checked": self.asked.compare == value} for value, text in choices]

    @property
    def difference_choices(self) -> list[dict[str, Any]]:
        return [
            {
                "value": step,
                "text": _("%(step)s%% or more") % {"step": step} if step else _("Any amount"),
                "selected": self.asked.differ == step,
            }
            for step in DIFFERENCES
        ]

    @property
    def topic_choices(self) -> list[dict[str, Any]]:
        topics = dict.fromkeys(indicator.topic for indicator in self.indicators)
        all_topics = [{"value": "", "text": _("All groups"), "selected": not self.asked.topic}]
        return all_topics + [
            {"value": topic.code, "text": topic.name, "selected": self.asked.topic == topic.code} for topic in topics
        ]

    @property
    def board_choices(self) -> list[dict[str, Any]]:
        boards = [area for area in self.boards_and_wales.values() if area.kind == Area.Kind.HEALTH_BOARD]
        every = [{"value": "", "text": _("All health boards"), "selected": not self.asked.board}]
        return every + [
            {"value": board.code, "text": board.short_name, "selected": self.asked.board == board.code}
            for board in boards
        ]

    @property
    def show_choices(self) -> list[dict[str, Any]]:
        choices = (
            ("", _("All clusters")),
            ("differences", _("Clusters with a difference")),
            ("higher", _("Clusters with a higher figure")),
            ("lower", _("Clusters with a lower figure")),
        )
        return [{"value": value, "text": text, "selected": self.asked.show == value} for value, text in choices]

    @property
    def indicator_choices(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The indicators to choose from, topic by topic."""
        chosen = set(self.asked.indicators) or {column.indicator.code for column in self.columns}
        grouped = groupby(self.indicators, key=lambda indicator: indicator.topic)
        return [
            (
                topic.name,
                [{"value": one.code, "text": one.name, "checked": one.code in chosen} for one in indicators],
            )
            for topic, indicators in grouped
        ]

    @property
    def chosen_filters(self) -> list[dict[str, str]]:
        """What narrows the table, each with the address without it."""
        usual = Asked()
        return [
            {"text": self.filter_words[name], "href": self.address(self.asked.but(**{name: getattr(usual, name)}))}
            for name in self.asked.filters
        ]

    @cached_property
    def filter_words(self) -> dict[str, str]:
        return {
            "differ": words.least_difference(self.asked.differ),
            "show": self._show_words(),
            "topic": self._chosen(self.topic_choices),
            "board": self._chosen(self.board_choices) if self.board is None else "",
            "indicators": _("Own list of indicators"),
        }

    def _show_words(self) -> str:
        return {
            "differences": _("Clusters with a difference"),
            "higher": _("Clusters with a higher figure"),
            "lower": _("Clusters with a lower figure"),
            "no_difference": _("Clusters without a marked difference"),
            "no_figure": _("Clusters without a figure"),
        }.get(self.asked.show, "")

    def _chosen(self, choices: list[dict[str, Any]]) -> str:
        return next((choice["text"] for choice in choices if choice["selected"]), "")

    # --- the matrix ---

    @property
    def topic_groups(self) -> list[tuple[str, int]]:
        """The topics above the columns, each with how many columns it spans."""
        return [
            (topic.name, len(list(columns)))
            for topic, columns in groupby(self.columns, key=lambda column: column.indicator.topic)
        ]

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Column) -> Heading:
        sorted_by = self.asked.sort == column.indicator.code
        order = "asc" if sorted_by and self.asked.order == "desc" else "desc"
        facts = {"indicator": column.indicator.short_name or column.indicator.name}
        hidden = _("by %(indicator)s, lowest first") if order == "asc" else _("by %(indicator)s, highest first")
        return Heading(
            column,
            reverse("indicators:indicator", kwargs={"slug": column.indicator.slug}),
            self.asked.but(sort=column.indicator.code, order=order),
            hidden % facts,
            {"asc": "ascending", "desc": "descending"}[self.asked.order] if sorted_by else "",
        )

    @property
    def name_sort_query(self) -> str:
        reverse_now = self.is_sorted_by_name() and self.asked.order == "asc"
        return self.asked.but(sort=NAME, order="desc" if reverse_now else "asc")

    @property
    def name_aria_sort(self) -> str:
        if not self.is_sorted_by_name():
            return ""
        return {"asc": "ascending", "desc": "descending"}[self.asked.order]

    @property
    def wales_row(self) -> SafeString:
        return self.reference_row(self.wales, self.wales.name)

    @property
    def board_row(self) -> SafeString:
        return self.reference_row(self.board, self.board.short_name) if self.board else SafeString()

    @property
    def bodies(self) -> list[tuple[Area | None, SafeString, SafeString]]:
        """Each group of rows: its board, the board's own row, the clusters' rows."""
        average = _("Health board average")
        return [
            (board, self.reference_row(board, average) if board else SafeString(), self.rows(clusters))
            for board, clusters in self.groups
        ]

    @property
    def has_cells(self) -> bool:
        return bool(self.clusters and self.columns)

    @property
    def here(self) -> str:
        return self.address(self.asked.but())

    @property
    def rests_on_approximation(self) -> bool:
        return any(column.indicator.geography_basis == "approximate" for column in self.columns)

    # --- the other two ways to read it ---

    @cached_property
    def cluster(self) -> Area | None:
        return next((area for area in self.every_cluster if area.code == self.asked.cluster), None)

    @property
    def indicator_lines(self) -> list[tuple[Area | None, list[Line]]]:
        """The clusters on one indicator, board by board."""
        if not self.columns:
            return []
        return [(board, [self._line(self.columns[0], one) for one in clusters]) for board, clusters in self.groups]

    @property
    def cluster_lines(self) -> list[tuple[str, list[Line]]]:
        """One cluster on every indicator, topic by topic."""
        if self.cluster is None:
            return []
        grouped = groupby(self.columns, key=lambda column: column.indicator.topic)
        return [(topic.name, [self._line(column, self.cluster) for column in columns]) for topic, columns in grouped]

    def _line(self, column: Column, cluster: Area) -> Line:
        figure = self.figure(cluster, column)
        return line(
            column,
            cluster,
            figure,
            wales=self.figure(self.wales, column),
            board=self.figure(self.boards_and_wales[cluster.parent_id], column),
            comparator=self.asked.compare,
            is_dimmed=self.is_dimmed(figure),
        )

    @property
    def wales_value(self) -> str:
        return self._line(self.columns[0], self.every_cluster[0]).wales if self.columns and self.every_cluster else ""

    @property
    def other_indicators(self) -> list[dict[str, str]]:
        return [
            {
                "text": one.short_name or one.name,
                "href": self.address(self.asked.but(view="indicator", indicator=one.code)),
            }
            for one in self.indicators
            if one.key_order is not None
        ]
