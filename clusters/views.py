"""Pages of places other than boards and clusters."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters import queries
from clusters.memberships.tables import ClusterTable
from clusters.models import LocalAuthority, Membership, PlanningGroup, Provider
from common.addresses import requested_day
from common.pages import public_page
from governance.offices.presenters import shown_to_the_public
from governance.offices.queries import contact_of, public_seats


def crumbs(*links: tuple[str, str]) -> list[dict[str, str]]:
    """Return the breadcrumb from Wales down."""
    return [{"text": _("Wales"), "href": reverse("portal:home")}, *({"text": t, "href": h} for t, h in links)]


@public_page
def practice(request: HttpRequest, code: str) -> HttpResponse:
    """A practice: where it is, its list, the cluster it belongs to on a day."""
    provider = get_object_or_404(Provider.objects.select_related("local_authority"), ods_code=code)
    on = requested_day(request)
    memberships = Membership.objects.filter(provider=provider).select_related("cluster__parent")
    current = list(memberships.current(on=on))
    links = [(one.cluster.name, one.cluster.get_absolute_url()) for one in current[:1]]
    context = {
        "practice": provider,
        "current": current,
        "on": on,
        "section": "clusters",
        "breadcrumbs": crumbs(*links),
    }
    return render(request, "clusters/practice.html", context)


@public_page
def planning_group(request: HttpRequest, slug: str) -> HttpResponse:
    """A planning group: the authorities that it plans for, and the clusters in them."""
    group: PlanningGroup = get_object_or_404(
        PlanningGroup.objects.select_related("parent__area", "contact_details"), slug=slug
    )
    on = requested_day(request)
    found = queries.clusters_with_sizes(queries.clusters_of_group(group, on=on), on=on)
    authorities = LocalAuthority.objects.filter(coverages__in=group.coverages.filter(during__contains=on)).in_order()
    context = {
        "subject": group,
        "authorities": authorities,
        "seats": shown_to_the_public(public_seats(group, on=on)),
        "contact": contact_of(group, on=on),
        "on": on,
        "table": ClusterTable(found, caption=_("Clusters that it plans for"), request=request),
        "section": "clusters",
        "breadcrumbs": crumbs((group.parent.name, group.parent.area.get_absolute_url())),
    }
    return render(request, "clusters/planning-group.html", context)
