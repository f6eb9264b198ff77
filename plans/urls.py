"""The addresses of plans; each part of the room has its own list."""

from django.urls import URLPattern

app_name = "plans"

urlpatterns: list[URLPattern] = []
