from django.urls import path
from django.utils.translation import gettext_lazy as _

from indicators import views

app_name = "indicators"

urlpatterns = [
    path(_("indicators/"), views.summary, name="summary"),
    path(_("indicators.csv"), views.summary_csv, name="summary_csv"),
    path(_("indicators/catalogue/"), views.catalogue, name="catalogue"),
    path(_("indicators/<slug:slug>/"), views.indicator, name="indicator"),
    path(_("health-boards/<slug:slug>/indicators/"), views.health_board_summary, name="health_board_summary"),
    path(
        _("health-boards/<slug:slug>/indicators.csv"),
        views.health_board_summary_csv,
        name="health_board_summary_csv",
    ),
]
