from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from indicators import chart_downloads, downloads, views

app_name = "indicators"


class FileFormat:
    """The formats that a table is offered in, by the end of the file's name."""

    regex = "csv|xlsx|ods"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ChartFormat(FileFormat):
    """The formats that a chart is offered in: pictures, and its figures."""

    regex = "png|svg|csv|xlsx|ods"


register_converter(FileFormat, "file_format")
register_converter(ChartFormat, "chart_format")

urlpatterns = [
    path(_("indicators/"), views.summary, name="summary"),
    path(_("indicators.csv"), views.summary_csv, name="summary_csv"),
    path(_("indicators.csv-metadata.json"), views.summary_csv_metadata, name="summary_csv_metadata"),
    path(_("indicators/datapackage.json"), views.data_package, name="data_package"),
    path(_("indicators/compare/"), views.compare, name="compare"),
    path(_("indicators/catalogue/"), views.catalogue, name="catalogue"),
    path(_("methods/"), views.methods, name="methods"),
    path(_("releases/"), views.releases, name="releases"),
    path(_("indicators/<slug:slug>/"), views.indicator, name="indicator"),
    path(_("health-boards/<slug:slug>/indicators/"), views.health_board_summary, name="health_board_summary"),
    path(
        _("health-boards/<slug:slug>/indicators.csv"),
        views.health_board_summary_csv,
        name="health_board_summary_csv",
    ),
    path(_("indicators/table.<file_format:extension>"), downloads.summary_download, name="summary_download"),
    path(
        _("health-boards/<slug:slug>/indicators/table.<file_format:extension>"),
        downloads.health_board_summary_download,
        name="health_board_summary_download",
    ),
    path(
        _("clusters/<slug:slug>/indicators.<file_format:extension>"),
        downloads.cluster_download,
        name="cluster_download",
    ),
    path(_("indicators/compare/table.<file_format:extension>"), downloads.compare_download, name="compare_download"),
    path(
        _("local-authorities/<slug:slug>/indicators.<file_format:extension>"),
        downloads.local_authority_download,
        name="local_authority_download",
    ),
    path(
        _("health-boards/<slug:slug>/key-indicators.<file_format:extension>"),
        downloads.health_board_download,
        name="health_board_download",
    ),
    path(
        _("indicators/<slug:slug>/fifths.<chart_format:extension>"), chart_downloads.fifths_chart, name="fifths_chart"
    ),
    path(
        _("clusters/<slug:slug>/profile.<chart_format:extension>"),
        chart_downloads.cluster_profile_chart,
        name="cluster_profile_chart",
    ),
    path(
        _("local-authorities/<slug:slug>/profile.<chart_format:extension>"),
        chart_downloads.local_authority_profile_chart,
        name="local_authority_profile_chart",
    ),
    path(
        _("health-boards/<slug:slug>/profile.<chart_format:extension>"),
        chart_downloads.health_board_profile_chart,
        name="health_board_profile_chart",
    ),
    path(
        _("indicators/<slug:slug>/clusters.<chart_format:extension>"),
        chart_downloads.clusters_chart,
        name="clusters_chart",
    ),
    path(
        _("indicators/<slug:slug>/health-boards.<chart_format:extension>"),
        chart_downloads.health_boards_chart,
        name="health_boards_chart",
    ),
    path(
        _("indicators/<slug:slug>/local-authorities.<chart_format:extension>"),
        chart_downloads.local_authorities_chart,
        name="local_authorities_chart",
    ),
    path(
        _("indicators/<slug:slug>/distribution.<chart_format:extension>"),
        chart_downloads.distribution_chart,
        name="distribution_chart",
    ),
    path(
        _("indicators/<slug:slug>/funnel.<chart_format:extension>"), chart_downloads.funnel_chart, name="funnel_chart"
    ),
    path(
        _("indicators/<slug:slug>/map.<chart_format:extension>"),
        chart_downloads.map_chart,
        name="map_chart",
    ),
    path(_("indicators/<slug:slug>/trend.<chart_format:extension>"), chart_downloads.trend_chart, name="trend_chart"),
    path(
        _("clusters/<slug:slug>/age.<chart_format:extension>"),
        chart_downloads.cluster_age_chart,
        name="cluster_age_chart",
    ),
    path(
        _("clusters/<slug:slug>/deprivation.<chart_format:extension>"),
        chart_downloads.cluster_deprivation_chart,
        name="cluster_deprivation_chart",
    ),
    path(
        _("health-boards/<slug:slug>/age.<chart_format:extension>"),
        chart_downloads.health_board_age_chart,
        name="health_board_age_chart",
    ),
    path(
        _("health-boards/<slug:slug>/deprivation.<chart_format:extension>"),
        chart_downloads.health_board_deprivation_chart,
        name="health_board_deprivation_chart",
    ),
]
