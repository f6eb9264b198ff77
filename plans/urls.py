"""The addresses of plans; each part of the room has its own list."""

from django.urls import URLPattern

from plans.following.urls import urlpatterns as following

app_name = "plans"

urlpatterns: list[URLPattern] = [*following]
