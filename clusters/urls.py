from django.urls import path
from django.utils.translation import gettext_lazy as _

from clusters import views

app_name = "clusters"

urlpatterns = [
    path(_("practices/<str:code>/"), views.practice, name="practice"),
    path(_("planning-groups/<slug:slug>/"), views.planning_group, name="planning_group"),
]
