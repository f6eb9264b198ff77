"""The addresses of money; each part of the room has its own list."""

from budgets.allocation.urls import urlpatterns as sharing
from budgets.bookkeeping.urls import urlpatterns as keeping
from budgets.extracts.urls import urlpatterns as importing
from budgets.forecasting.urls import urlpatterns as leading
from budgets.published.urls import urlpatterns as showing
from budgets.requests.urls import urlpatterns as requesting
from budgets.rollup.urls import urlpatterns as together

app_name = "budgets"

urlpatterns = [*leading, *requesting, *keeping, *importing, *sharing, *together, *showing]
