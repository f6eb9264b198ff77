"""The addresses of plans; each part of the room has its own list."""

from plans.reading.urls import urlpatterns as reading

app_name = "plans"

urlpatterns = [*reading]
