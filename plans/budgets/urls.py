"""The addresses of money; each part of the room has its own list."""

from plans.budgets.importing.urls import urlpatterns as importing
from plans.budgets.keeping.urls import urlpatterns as keeping
from plans.budgets.leading.urls import urlpatterns as leading
from plans.budgets.requesting.urls import urlpatterns as requesting
from plans.budgets.sharing.urls import urlpatterns as sharing
from plans.budgets.showing.urls import urlpatterns as showing
from plans.budgets.together.urls import urlpatterns as together

app_name = "budgets"

urlpatterns = [*leading, *requesting, *keeping, *importing, *sharing, *together, *showing]
