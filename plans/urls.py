"""The addresses of plans; each part of the room has its own list."""

from plans.translating.urls import urlpatterns as translating

app_name = "plans"

urlpatterns = [*translating]
