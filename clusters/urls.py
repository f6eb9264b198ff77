from django.urls import path
from django.utils.translation import gettext_lazy as _

from clusters import views
from clusters.areas import views as area_views
from clusters.memberships import views as membership_views
from clusters.towns import views as town_views
from clusters.uploads import views as upload_views

app_name = "clusters"

urlpatterns = [
    path(_("practices/<str:code>/"), views.practice, name="practice"),
    path(_("planning-groups/<slug:slug>/"), views.planning_group, name="planning_group"),
    path(_("providers/"), membership_views.providers, name="providers"),
    path(_("providers.csv"), membership_views.providers_csv, name="providers_csv"),
    path(_("providers/<int:key>/"), membership_views.provider, name="provider"),
    path(_("providers/<int:key>/change/"), membership_views.change_membership, name="change_membership"),
    path(_("providers/memberships/<int:key>/end/"), membership_views.end_membership, name="end_membership"),
    path(_("providers/files/"), upload_views.uploads, name="uploads"),
    path(_("providers/files/<int:key>/"), upload_views.upload, name="upload"),
    path(_("providers/files/memberships.csv"), upload_views.membership_example, name="membership_example"),
    path(_("providers/files/providers.csv"), upload_views.provider_example, name="provider_example"),
    path(_("administer-places/"), town_views.places, name="places"),
    path(_("administer-places/<int:key>/name/"), town_views.name_place, name="name_place"),
    path(_("administer-clusters/"), area_views.areas, name="areas"),
    path(_("administer-clusters/open/"), area_views.open_area, name="open_area"),
    path(_("administer-clusters/<int:key>/rename/"), area_views.rename_area, name="rename_area"),
    path(_("administer-clusters/<int:key>/merge/"), area_views.merge_area, name="merge_area"),
    path(_("administer-clusters/<int:key>/divide/"), area_views.split_area, name="split_area"),
    path(_("administer-clusters/<int:key>/close/"), area_views.close_area, name="close_area"),
]
