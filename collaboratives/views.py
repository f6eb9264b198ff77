"""The public pages of collaboratives."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from clusters.views import crumbs
from collaboratives import presenters, queries
from collaboratives.models import Collaborative
from common.addresses import requested_day
from common.pages import public_page
from governance.models import Body, BodyAlias
from governance.offices.presenters import shown_to_the_public
from governance.offices.queries import public_seats


@public_page
def collaborative(request: HttpRequest, slug: str) -> HttpResponse:
    """A collaborative on a day: what it is, who leads it, which providers belong to it."""
    found = Collaborative.objects.select_related("cluster__parent__area", "profession").filter(slug=slug).first()
    if found is None:
        return _called_otherwise(slug)
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


def _called_otherwise(slug: str) -> HttpResponse:
    """Lead the old address of a collaborative to its new one."""
    alias = BodyAlias.objects.select_related("body__collaborative").once_at(slug, kind=Body.Kind.COLLABORATIVE)
    if alias is None:
        raise Http404
    return HttpResponsePermanentRedirect(alias.body.collaborative.get_absolute_url())
