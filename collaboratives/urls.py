from django.urls import path
from django.utils.translation import gettext_lazy as _

from collaboratives import views

app_name = "collaboratives"

urlpatterns = [
    path(_("collaboratives/<slug:slug>/"), views.collaborative, name="collaborative"),
]
