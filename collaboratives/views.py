"""The public pages of collaboratives."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from clusters.views import crumbs
from collaboratives import presenters, queries
from collaboratives.models import Collaborative
from common.addresses import requested_day
from common.pages import public_page
from governance.offices.presenters import shown_to_the_public
from governance.offices.queries import public_seats


@public_page
def collaborative(request: HttpRequest, slug: str) -> HttpResponse:
    """A collaborative on a day: what it is, who leads it, which providers belong to it."""
    found = get_object_or_404(Collaborative.objects.select_related("cluster__parent__area", "profession"), slug=slug)
    request.page_subject = found
    on = requested_day(request)
    cluster = found.cluster
    context = {
        "subject": found,
        "state": presenters.state(found, on=on),
        "members": queries.members(found, on=on),
        "seats": shown_to_the_public(public_seats(found, on=on)) if found.is_open(on=on) else None,
        "on": on,
        "section": "clusters",
        "breadcrumbs": crumbs(
            (cluster.parent.name, cluster.parent.area.get_absolute_url()), (cluster.name, cluster.get_absolute_url())
        ),
    }
    return render(request, "collaboratives/collaborative.html", context)
