from django.urls import path
from django.utils.translation import gettext_lazy as _

from collaboratives import office_views, views

app_name = "collaboratives"

urlpatterns = [
    path(_("collaboratives/<slug:slug>/"), views.collaborative, name="collaborative"),
    path(_("administer-collaboratives/"), office_views.administered, name="administered"),
    path(_("administer-collaboratives/open/<int:key>/"), office_views.open_one, name="open"),
    path(_("administer-collaboratives/<int:key>/"), office_views.overview, name="overview"),
    path(_("administer-collaboratives/<int:key>/state/"), office_views.change_state, name="change_state"),
    path(_("administer-collaboratives/<int:key>/describe/"), office_views.describe, name="describe"),
]
