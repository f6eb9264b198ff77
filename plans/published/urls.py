"""The public addresses of plans: the same pages for each kind of plan, under the body that the plan is of."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from plans.models import PlanKind
from plans.published import office_views, views

THREE_YEARS = {"kind": PlanKind.CLUSTER_IMTP.value}
ANNUAL = {"kind": PlanKind.CLUSTER_ANNUAL.value}
GROUP = {"kind": PlanKind.PAN_CLUSTER.value}

urlpatterns = [
    path(_("published-plans/"), views.library, name="library"),
    path(_("earlier-plans/attach/"), office_views.attach_historic, name="attach_historic"),
    path(_("clusters/<slug:slug>/annual-plan/"), views.plan, ANNUAL, name="plan"),
    path(_("clusters/<slug:slug>/annual-plan/<int:year>/edition-<int:number>/"), views.edition, ANNUAL, name="edition"),
    path(
        _("clusters/<slug:slug>/annual-plan/<int:year>/edition-<int:number>.<slug:form>"),
        views.document,
        ANNUAL,
        name="document",
    ),
    path(
        _("clusters/<slug:slug>/annual-plan/<int:year>/edition-<int:number>/files/<uuid:key>/"),
        views.attachment,
        ANNUAL,
        name="attachment",
    ),
    path(
        _("clusters/<slug:slug>/annual-plan/<int:year>/edition-<int:number>/original-<slug:language>/"),
        views.original,
        ANNUAL,
        name="original",
    ),
    path(_("planning-groups/<slug:slug>/plan/"), views.plan, GROUP, name="plan"),
    path(_("planning-groups/<slug:slug>/plan/<int:year>/edition-<int:number>/"), views.edition, GROUP, name="edition"),
    path(
        _("planning-groups/<slug:slug>/plan/<int:year>/edition-<int:number>.<slug:form>"),
        views.document,
        GROUP,
        name="document",
    ),
    path(
        _("planning-groups/<slug:slug>/plan/<int:year>/edition-<int:number>/files/<uuid:key>/"),
        views.attachment,
        GROUP,
        name="attachment",
    ),
    path(
        _("planning-groups/<slug:slug>/plan/<int:year>/edition-<int:number>/original-<slug:language>/"),
        views.original,
        GROUP,
        name="original",
    ),
    path(_("clusters/<slug:slug>/plan/"), views.plan, THREE_YEARS, name="plan"),
    path(_("clusters/<slug:slug>/plan/<int:year>/edition-<int:number>/"), views.edition, THREE_YEARS, name="edition"),
    path(
        _("clusters/<slug:slug>/plan/<int:year>/edition-<int:number>.<slug:form>"),
        views.document,
        THREE_YEARS,
        name="document",
    ),
    path(
        _("clusters/<slug:slug>/plan/<int:year>/edition-<int:number>/files/<uuid:key>/"),
        views.attachment,
        THREE_YEARS,
        name="attachment",
    ),
    path(
        _("clusters/<slug:slug>/plan/<int:year>/edition-<int:number>/original-<slug:language>/"),
        views.original,
        THREE_YEARS,
        name="original",
    ),
]
