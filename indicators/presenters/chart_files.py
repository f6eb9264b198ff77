"""A chart that can be taken away: as a picture with its source inside, and its very figures as a table."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import workbooks
from common.charts import Chart
from common.dates import date_format
from common.pictures import MEDIA_TYPES as PICTURE_TYPES
from common.pictures import Picture
from common.workbooks import Cell, Heading, Sheet, Workbook
from indicators.models import Release
from indicators.presenters.download_words import licence, marks

MEDIA_TYPES = {**PICTURE_TYPES, **workbooks.MEDIA_TYPES}


def chart_links(route: str, slug: str, query: str = "") -> list[dict[str, str]]:
    """Return the links to the files of a chart."""
    said = {
        "png": _("picture (PNG)"),
        "svg": _("drawing (SVG)"),
        "csv": _("figures (CSV)"),
        "xlsx": _("figures (XLSX)"),
        "ods": _("figures (ODS)"),
    }
    return [
        {"text": text, "href": reverse(route, kwargs={"slug": slug, "extension": extension}) + query}
        for extension, text in said.items()
    ]


@dataclass(frozen=True)
class Provenance:
    """Where the figures of a chart come from: their source, their release, and the page that the chart stands on."""

    source: str
    release: Release
    page: str
    caveat: str = ""


@dataclass(frozen=True)
class ChartFile:
    """A chart with its figures. `route` and `slug` give the address of its files, `query` the choices in it."""

    chart: Chart
    headings: Sequence[str]
    rows: Sequence[tuple[Cell, ...]]
    provenance: Provenance
    route: str
    slug: str
    query: str = ""

    @property
    def links(self) -> list[dict[str, str]]:
        return chart_links(self.route, self.slug, self.query)

    def _address(self, extension: str) -> str:
        return reverse(self.route, kwargs={"slug": self.slug, "extension": extension}) + self.query

    def file_name(self, extension: str) -> str:
        """Return a name with what the chart is of, the release and, by its words, the language."""
        numbered = _("release-%(number)s") % {"number": self.provenance.release.number}
        chart = self._address(extension).partition("?")[0].rpartition("/")[2].partition(".")[0]
        return f"{self.slug}-{chart}-{numbered}.{extension}"

    def written(self, extension: str, *, site: str) -> bytes:
        """Return the file of a format; `site` is the beginning of every address of this portal."""
        facts = self.facts(site)
        if extension in PICTURE_TYPES:
            return Picture(self.chart, [f"{name}: {text}" for name, text in facts]).written(extension)
        if extension == "csv":
            return workbooks.comma_separated(self._sheet)
        write = {"xlsx": workbooks.xlsx, "ods": workbooks.ods}[extension]
        return write(self._workbook(facts))

    def facts(self, site: str) -> list[tuple[str, str]]:
        """Return what must be said wherever the chart is taken."""
        release = self.provenance.release
        said = [
            (_("Source"), self.provenance.source),
            (_("Licence"), licence()),
            (_("Published by"), str(settings.PUBLISHER)),
            (_("Status"), str(settings.STATISTICAL_STATUS)),
            (_("Release"), f"{release.number}: {release.title}"),
            (_("Last updated"), date_format(self._published_at)),
            (_("What to beware of"), self.provenance.caveat),
            (_("Web page"), site + self.provenance.page),
        ]
        return [(name, text) for name, text in said if text]

    @property
    def _published_at(self) -> datetime.datetime:
        return self.provenance.release.published_at

    @property
    def _sheet(self) -> Sheet:
        return Sheet(_("Figures"), self.chart.title, tuple(map(Heading, self.headings)), tuple(self.rows))

    def _workbook(self, facts: list[tuple[str, str]]) -> Workbook:
        return Workbook(
            title=self.chart.title,
            language=get_language() or settings.LANGUAGE_CODE,
            publisher=str(settings.PUBLISHER),
            written_at=self._published_at,
            facts=(*facts, (_("Chart"), self.chart.description)),
            notes=(),
            marks=marks(),
            sheets=(self._sheet,),
        )
