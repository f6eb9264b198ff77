"""The tables of the summary pages as files: the same rows, the same figures, the same words.

Where a figure is missing, every cell that would speak of it holds its mark and nothing else.
"""

from collections.abc import Callable, Iterable
from functools import cached_property

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusters.models import Area, GeographyBasis
from common import clock, workbooks
from common.dates import date_format, midnight
from common.workbooks import Cell, Heading, Number, Sheet, Workbook
from indicators.forms import Asked
from indicators.models import Indicator
from indicators.presenters import download_words, words
from indicators.presenters.comparison import Comparison
from indicators.presenters.download_words import NOT_APPLICABLE
from indicators.presenters.pages import SummaryPage
from indicators.presenters.profile import Profile
from indicators.queries import Column


class Notes:
    """The notes of a workbook, numbered as headings come to refer to them."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def number(self, text: str) -> int:
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1


class Download:
    """What the files of one table have in common, whichever way the page reads it."""

    def __init__(self, page: SummaryPage | Profile | Comparison, *, address: str) -> None:
        self.page, self.address, self.notes = page, address, Notes()
        page.trends_of = [*page.boards_and_wales, *(cluster.pk for cluster in page.every_cluster)]
        self.wordings = words.cell_wordings()
        self.sentences = words.sentences(page.asked.compare)

    # --- files ---

    def written(self, extension: str) -> bytes:
        """Return the file of a format: csv, xlsx or ods."""
        if extension == "csv":
            return workbooks.comma_separated(self.tidy)
        write = {"xlsx": workbooks.xlsx, "ods": workbooks.ods}[extension]
        return write(self.workbook)

    def file_name(self, extension: str) -> str:
        """Return a name with the place, what was chosen, the release and, by its words, the language."""
        release = self.page.release
        numbered = _("release-%(number)s") % {"number": release.number} if release else ""
        parts = (_("indicators"), *self.name_parts, *map(slugify, self.choice_parts), numbered)
        return f"{'-'.join(part for part in parts if part)}.{extension}"

    @property
    def name_parts(self) -> list[str]:
        return [self.page.board.slug if self.page.board else slugify(self.page.wales.name)]

    @property
    def choice_parts(self) -> list[str]:
        """What a reader chose that is not the usual: two files that differ in it do not have one name."""
        compared = [self.against] if self.page.asked.compare != Asked.compare else []
        return compared + [self.page.filter_words[name] for name in self.page.asked.filters]

    @property
    def title(self) -> str:
        return self.page.title

    @cached_property
    def workbook(self) -> Workbook:
        sheets = tuple(sheet for sheet in (*self.tables(), self.indicators_sheet()) if sheet.rows)
        release = self.page.release
        return Workbook(
            title=self.title,
            language=get_language() or settings.LANGUAGE_CODE,
            publisher=str(settings.PUBLISHER),
            written_at=release.published_at if release else midnight(self.page.on),
            facts=tuple(self.facts()),
            notes=tuple(self.notes.texts),
            marks=download_words.marks(),
            sheets=sheets,
        )

    def tables(self) -> Iterable[Sheet]:
        """Return the sheets of figures."""
        raise NotImplementedError

    # --- the cover ---

    def facts(self) -> Iterable[tuple[str, str]]:
        yield _("Published by"), str(settings.PUBLISHER)
        yield _("Status"), str(settings.STATISTICAL_STATUS)
        yield from self._release_facts()
        yield _("Clusters as at"), date_format(self.page.on)
        yield from self._choices()
        yield _("Source"), _("named for each indicator in the worksheet Indicators")
        yield _("Licence"), download_words.licence()
        yield _("What the figures are about"), download_words.purpose()
        yield _("Rounding"), _("Figures are rounded as on the page. The file of all figures (CSV) is not rounded.")
        yield _("Web page"), self.address

    def _choices(self) -> Iterable[tuple[str, str]]:
        chosen = next(choice["text"] for choice in self.page.comparator_choices if choice["checked"])
        yield _("Compared with"), chosen
        filters = self.page.chosen_filters
        if filters:
            yield _("Choices"), "; ".join(str(one["text"]) for one in filters)

    def _release_facts(self) -> Iterable[tuple[str, str]]:
        release = self.page.release
        if release is None:
            return
        expected = release.next_expected_on
        yield _("Release"), f"{release.number}: {release.title}"
        yield _("Last updated"), date_format(release.published_at)
        yield _("Next update expected"), date_format(expected) if expected else _("to be announced")

    # --- the rows ---

    @cached_property
    def areas(self) -> list[Area]:
        """Wales, the board of the page, then each board with its clusters, as the page has them."""
        areas = [self.page.wales, *([self.page.board] if self.page.board else [])]
        for board, clusters in self.page.groups:
            areas += [*([board] if board else []), *clusters]
        return areas

    def board_name(self, area: Area) -> str:
        if area.kind == Area.Kind.NATION:
            return NOT_APPLICABLE
        return self.page.boards_and_wales[area.pk if area.kind == Area.Kind.HEALTH_BOARD else area.parent_id].name

    def place(self, area: Area) -> tuple[Cell, ...]:
        return area.name, area.get_kind_display(), self.board_name(area)

    def place_headings(self) -> tuple[Heading, ...]:
        return Heading(_("Area")), Heading(_("Kind of area")), Heading(_("Health board"))

    # --- the cells ---

    def value(self, area: Area, column: Column) -> Cell:
        figure = self.page.figure(area, column)
        return download_words.missing(figure) or Number.of(figure.value, column.indicator.decimals)

    def limits(self, area: Area, column: Column) -> tuple[Cell, Cell]:
        """Return the 95% limits with one decimal more than the value where they would show as a point."""
        figure, decimals = self.page.figure(area, column), column.indicator.decimals
        mark = download_words.missing(figure) or (
            NOT_APPLICABLE if figure.lower95 is None or figure.upper95 is None else ""
        )
        if mark:
            return mark, mark
        low, high = Number.of(figure.lower95, decimals), Number.of(figure.upper95, decimals)
        if low == high:
            low, high = Number.of(figure.lower95, decimals + 1), Number.of(figure.upper95, decimals + 1)
        return low, high

    def word(self, area: Area, column: Column) -> Cell:
        """Return how a cluster stands, in the word of the page's cell."""
        figure = self.page.figure(area, column)
        return download_words.missing(figure) or self.wordings[self.page.outcome(figure)].word

    def is_compared(self, area: Area) -> bool:
        """Whether an area is what the table is about; the others are what it is compared with."""
        return area.kind == Area.Kind.CLUSTER

    def sentence(self, area: Area, column: Column) -> Cell:
        """Return how a cluster stands in a sentence; others are what it is compared with."""
        figure = self.page.figure(area, column)
        if not self.is_compared(area):
            return NOT_APPLICABLE
        return download_words.missing(figure) or self.sentences[self.page.outcome(figure)]

    def difference(self, area: Area, column: Column) -> Cell:
        """Return by how many per cent a cluster's figure differs from the comparator's."""
        figure = self.page.figure(area, column)
        if not self.is_compared(area):
            return NOT_APPLICABLE
        ratio = self.page.ratio(figure) if figure else None
        return download_words.missing(figure) or (NOT_APPLICABLE if ratio is None else Number.of((ratio - 1) * 100))

    def reaches(self, area: Area, column: Column) -> Cell:
        """Return whether a figure differs by as much as the reader asked for, by the difference beside it."""
        difference = self.difference(area, column)
        if not isinstance(difference, Number):
            return difference
        return _("Yes") if abs(difference.value) >= self.page.asked.differ else _("No")

    def trend(self, area: Area, column: Column) -> Cell:
        """Return which way a figure went over five periods; not applicable where there is one period."""
        figure = self.page.figure(area, column)
        return download_words.missing(figure) or words.trend_word(figure.trend) or NOT_APPLICABLE

    # --- headings ---

    def heading(self, column: Column) -> Heading:
        """Return the heading of an indicator: name, unit and period, with what to know of the area of a cluster."""
        indicator = column.indicator
        approximate = indicator.geography_basis == GeographyBasis.APPROXIMATE
        notes = (self.notes.number(download_words.approximation()),) if approximate else ()
        return Heading(f"{indicator.name}, {indicator.short_unit}, {column.period.short_label}", notes)

    def compared_heading(self, column: Column) -> Heading:
        """Return the heading of an indicator where it is compared, with how."""
        return Heading(self.heading(column).text, self.comparison_notes([column]))

    def comparison_notes(self, columns: Iterable[Column]) -> tuple[int, ...]:
        kinds = {column.indicator.comparison for column in columns}
        notes = [download_words.significance()] if Indicator.Comparison.INTERVAL in kinds else []
        notes += [download_words.fifths()] if Indicator.Comparison.FIFTHS in kinds else []
        return tuple(self.notes.number(note) for note in notes)

    @property
    def against(self) -> str:
        return _("Against the health board") if self.page.asked.compare == "board" else _("Against Wales")

    def line_headings(self) -> tuple[Heading, ...]:
        """Return the headings of a figure with all that is said of it."""
        return (
            *(Heading(text) for text in (_("Value"), download_words.lower_limit(), download_words.upper_limit())),
            Heading(self.against, self.comparison_notes(self.page.columns)),
            Heading(_("Difference, per cent")),
            *([Heading(words.least_difference(differ))] if (differ := self.page.asked.differ) else []),
            Heading(_("Recent trend"), (self.notes.number(download_words.trends()),)),
        )

    def line(self, area: Area, column: Column) -> tuple[Cell, ...]:
        limits = self.limits(area, column)
        compared = [self.sentence(area, column), self.difference(area, column)]
        if self.page.asked.differ:
            compared.append(self.reaches(area, column))
        return self.value(area, column), *limits, *compared, self.trend(area, column)

    # --- sheets ---

    def indicators_sheet(self) -> Sheet:
        """Say of each indicator what it is, of when, from where, and what to beware of."""
        headings = (
            _("Indicator"),
            _("Group of indicators"),
            _("Unit"),
            _("Period"),
            _("What it is"),
            _("What to beware of"),
            _("People counted"),
            _("Area of a cluster"),
            _("Source"),
        )
        rows = tuple(download_words.described(column) for column in self.page.columns)
        return Sheet(_("Indicators"), _("What the indicators are"), tuple(map(Heading, headings)), rows)

    @property
    def tidy(self) -> Sheet:
        """One figure a row, with names in both languages, codes, and days as 2026-03-31."""
        rows = tuple(self._tidy_row(area, column) for area in self.areas for column in self.page.columns)
        return Sheet(
            _("Figures"), self.title, (*map(Heading, download_words.tidy_headings()), *self.line_headings()), rows
        )

    def _tidy_row(self, area: Area, column: Column) -> tuple[Cell, ...]:
        indicator, period = column.indicator, column.period
        return (
            area.code,
            area.get_kind_display(),
            area.name_cy,
            area.name_en,
            self.board_name(area),
            indicator.code,
            indicator.name_cy,
            indicator.name_en,
            indicator.unit,
            period.label,
            download_words.day_or_mark(period.starts_on),
            download_words.day_or_mark(period.ends_on),
            str(column.release.number),
            *self.line(area, column),
        )


class MatrixDownload(Download):
    """Areas by indicators: the figures, how they stand, and by how much, each on its own sheet."""

    def tables(self) -> Iterable[Sheet]:
        headings = tuple(self.heading(column) for column in self.page.columns)
        yield self._sheet(_("Figures"), self.title, headings, self.areas, self.value)
        clusters = [area for area in self.areas if area.kind == Area.Kind.CLUSTER]
        if not clusters:
            return
        compared = tuple(self.compared_heading(column) for column in self.page.columns)
        yield self._sheet(_("Comparisons"), self.against, compared, clusters, self.word)
        title = f"{self.against}: {_('Difference, per cent')}"
        yield self._sheet(_("Differences"), title, headings, clusters, self.difference)

    def _sheet(
        self, name: str, title: str, headings: tuple[Heading, ...], areas: list[Area], cell: Callable[..., Cell]
    ) -> Sheet:
        rows = tuple((*self.place(area), *(cell(area, column) for column in self.page.columns)) for area in areas)
        return Sheet(name, title, (*self.place_headings(), *headings), rows if self.page.columns else ())


class IndicatorDownload(Download):
    """Areas on one indicator, with the interval and in words."""

    @property
    def title(self) -> str:
        return f"{self.page.title}: {self.page.subtitle}" if self.page.subtitle else self.page.title

    @property
    def name_parts(self) -> list[str]:
        return [*super().name_parts, *(column.indicator.slug for column in self.page.columns)]

    def tables(self) -> Iterable[Sheet]:
        for column in self.page.columns:
            value, *others = self.line_headings()
            headings = (*self.place_headings(), Heading(value.text, self.heading(column).notes), *others)
            rows = tuple((*self.place(area), *self.line(area, column)) for area in self.areas)
            yield Sheet(_("Figures"), self.heading(column).text, headings, rows)


class AreaDownload(Download):
    """One area on its indicators, with its board, where it has one, and Wales."""

    page: Profile

    def __init__(self, page: SummaryPage | Profile, *, address: str) -> None:
        super().__init__(page, address=address)
        page.trends_of = [area.pk for area in self.areas]

    @property
    def area(self) -> Area:
        return self.page.area

    @cached_property
    def board(self) -> Area | None:
        return self.page.own_board

    @property
    def title(self) -> str:
        return f"{self.page.table_title}: {self.area.name}"

    @property
    def name_parts(self) -> list[str]:
        return [self.area.slug]

    @property
    def choice_parts(self) -> list[str]:
        """The day too, where it is not today."""
        day = [] if self.page.on == clock.today() else [self.page.on.isoformat()]
        return super().choice_parts + day

    @cached_property
    def areas(self) -> list[Area]:
        return [self.page.wales, *([self.board] if self.board else []), self.area]

    def is_compared(self, area: Area) -> bool:
        return area.pk == self.area.pk

    def _choices(self) -> Iterable[tuple[str, str]]:
        yield _("Compared with"), self.page.wales.name

    def tables(self) -> Iterable[Sheet]:
        described = (_("Indicator"), _("Group of indicators"), _("Unit"), _("Period"))
        columns = self.page.columns
        notes = {note for column in columns for note in self.heading(column).notes}
        value, *others = self.line_headings()
        headings = (
            *map(Heading, described),
            Heading(value.text, tuple(sorted(notes))),
            *others,
            *(Heading(area.name) for area in reversed(self.areas[:-1])),
        )
        yield Sheet(_("Figures"), self.title, headings, tuple(self._row(column) for column in columns))

    def _row(self, column: Column) -> tuple[Cell, ...]:
        described = download_words.described(column)[:4]
        others = (self.value(area, column) for area in reversed(self.areas[:-1]))
        return *described, *self.line(self.area, column), *others


class ClusterDownload(AreaDownload):
    """The same of the cluster that a summary page shows, with the comparator that was chosen there."""

    page: SummaryPage

    @property
    def area(self) -> Area:
        return self.page.cluster

    @cached_property
    def board(self) -> Area:
        return self.page.boards_and_wales[self.area.parent_id]

    @property
    def title(self) -> str:
        return f"{_('Indicators of the cluster')}: {self.area.name}"

    def _choices(self) -> Iterable[tuple[str, str]]:
        return Download._choices(self)


class ComparisonDownload(Download):
    """A few clusters side by side, as the page of the comparison has them."""

    page: Comparison

    @property
    def title(self) -> str:
        return f"{_('Clusters compared')}: {'; '.join(cluster.name for cluster in self.page.chosen)}"

    @property
    def name_parts(self) -> list[str]:
        return [cluster.slug for cluster in self.page.chosen]

    @cached_property
    def areas(self) -> list[Area]:
        return [self.page.wales, *self.page.chosen]

    def _choices(self) -> Iterable[tuple[str, str]]:
        yield _("Compared with"), self.page.wales.name

    def tables(self) -> Iterable[Sheet]:
        yield self._sheet(_("Figures"), self.title, self.areas, self.value)
        yield self._sheet(_("Comparisons"), self.against, self.page.chosen, self.word)

    def _sheet(self, name: str, title: str, areas: list[Area], cell: Callable[..., Cell]) -> Sheet:
        described = (_("Indicator"), _("Group of indicators"), _("Unit"), _("Period"))
        headings = (*map(Heading, described), *(Heading(area.name) for area in areas))
        rows = tuple(
            (*download_words.described(one)[:4], *(cell(area, one) for area in areas)) for one in self.page.columns
        )
        return Sheet(name, title, headings, rows)


def download_of(page: SummaryPage, *, address: str) -> Download:
    """Return the files of a page's table; `address` is where the page itself stands."""
    kinds = {"matrix": MatrixDownload, "indicator": IndicatorDownload, "cluster": ClusterDownload}
    return kinds[page.view](page, address=address)
