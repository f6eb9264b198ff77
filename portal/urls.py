from django.urls import path
from django.utils.translation import gettext_lazy as _

from portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path(_("desk/"), views.desk, name="desk"),
    path(_("search/"), views.search, name="search"),
    path(_("work/search/"), views.work_search, name="work_search"),
    path(_("people-and-meetings/"), views.people, name="people"),
    path(_("health-boards/<slug:slug>/"), views.health_board, name="health_board"),
    path(_("clusters/<slug:slug>/"), views.cluster, name="cluster"),
    path(_("local-authorities/<slug:slug>/"), views.local_authority, name="local_authority"),
    path(_("about-the-figures/"), views.about, name="about"),
    path(_("accessibility/"), views.accessibility, name="accessibility"),
    path(_("privacy-and-cookies/"), views.privacy, name="privacy"),
    path(_("data-sources/"), views.data_sources, name="sources"),
    path(_("site-map/"), views.site_map, name="site_map"),
    path(_("contact/"), views.contact, name="contact"),
]
