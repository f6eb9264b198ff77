"""The addresses of money for those who lead."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from budgets.forecasting import views, writing_views

urlpatterns = [
    path(_("budgets/"), views.budgets, name="budgets"),
    path(_("budgets/<int:key>/<int:year>/"), views.overview, name="overview"),
    path(_("budgets/lines/<int:key>/"), views.line, name="line"),
    path(_("budgets/lines/<int:key>/forecast/"), writing_views.forecast, name="forecast"),
    path(_("budgets/<int:key>/<int:year>/forecasts/"), writing_views.forecasts, name="forecasts"),
    path(_("budgets/<int:key>/<int:year>/open-line/"), writing_views.open_line, name="open_line"),
]
