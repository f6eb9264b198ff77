"""The addresses of requests about money."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from budgets.requests import views

urlpatterns = [
    path(_("budgets/requests/"), views.requests, name="requests"),
    path(_("budgets/requests/<int:key>/"), views.request_page, name="request"),
    path(_("budgets/<int:key>/<int:year>/virement/"), views.request_virement, name="request_virement"),
]
