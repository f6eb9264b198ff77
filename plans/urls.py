"""The addresses of plans; each part of the room has its own list."""

from plans.deciding.urls import urlpatterns as deciding
from plans.translating.urls import urlpatterns as translating

app_name = "plans"

urlpatterns = [*deciding, *translating]
