"""The addresses of plans; each part of the room has its own list."""

from django.urls import URLPattern

from plans.writing.urls import urlpatterns as writing

app_name = "plans"

urlpatterns: list[URLPattern] = [*writing]
