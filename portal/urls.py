from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from governance.homes import KindOfBody
from portal import views, work_views

register_converter(KindOfBody, "kind_of_body")

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path(_("desk/"), work_views.old_desk, name="old_desk"),
    path(_("work/"), work_views.desk, name="desk"),
    path(_("work/done/"), work_views.done, name="done"),
    path(_("work/bodies/"), work_views.all_bodies, name="bodies"),
    path(_("work/together/"), work_views.all_together, name="together"),
    path(_("work/<kind_of_body:kind>/<slug:slug>/"), work_views.body, name="body"),
    path(_("search/"), views.search, name="search"),
    path(_("work/search/"), views.work_search, name="work_search"),
    path(_("people-and-meetings/"), views.people, name="people"),
    path(_("health-boards/<slug:slug>/"), views.health_board, name="health_board"),
    path(_("clusters/<slug:slug>/"), views.cluster, name="cluster"),
    path(_("clusters/<slug:slug>/indicators/"), views.cluster_indicators, name="cluster_indicators"),
    path(_("clusters/<slug:slug>/people/"), views.cluster_people, name="cluster_people"),
    path(_("what-is-a-cluster/"), views.what_is_a_cluster, name="what_is_a_cluster"),
    path(_("local-authorities/<slug:slug>/"), views.local_authority, name="local_authority"),
    path(_("about-the-figures/"), views.about, name="about"),
    path(_("accessibility/"), views.accessibility, name="accessibility"),
    path(_("privacy-and-cookies/"), views.privacy, name="privacy"),
    path(_("data-sources/"), views.data_sources, name="sources"),
    path(_("site-map/"), views.site_map, name="site_map"),
    path(_("contact/"), views.contact, name="contact"),
]
