"""The addresses of money for those who lead."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from plans.budgets.leading import views

urlpatterns = [
    path(_("budgets/"), views.budgets, name="budgets"),
    path(_("budgets/<int:key>/<int:year>/"), views.overview, name="overview"),
    path(_("budgets/lines/<int:key>/"), views.line, name="line"),
]
