from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from indicators import downloads, views

app_name = "indicators"


class FileFormat:
    """The formats that a table is offered in, by the end of the file's name."""

    regex = "csv|xlsx|ods"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileFormat, "file_format")

urlpatterns = [
    path(_("indicators/"), views.summary, name="summary"),
    path(_("indicators.csv"), views.summary_csv, name="summary_csv"),
    path(_("indicators/compare/"), views.compare, name="compare"),
    path(_("indicators/catalogue/"), views.catalogue, name="catalogue"),
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
]
