"""The meetings of a body for everybody: those to come, with the agendas that it shows, and as a calendar."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clusters.views import crumbs
from common import clock
from common.pages import public_page
from governance.models import Body, BodyAlias
from meetings import presenters, queries
from meetings.calendars import MEDIA_TYPE, calendar_of
from meetings.models import MEETING_KINDS, Meeting

# Where the public reads of a body itself.
PAGES = {
    Body.Kind.CLUSTER: "portal:cluster",
    Body.Kind.PLANNING_GROUP: "clusters:planning_group",
    Body.Kind.COLLABORATIVE: "collaboratives:collaborative",
}


def _page_of(body: Body) -> str:
    return reverse(PAGES[Body.Kind(body.body_kind)], kwargs={"slug": body.slug})


@public_page
def of_body(request: Any, kind: str, slug: str) -> HttpResponse:
    """The meetings of a body that are to come, with what became of them and the agendas that it shows."""
    if kind not in MEETING_KINDS:
        raise Http404
    body = Body.objects.filter(body_kind=kind, slug=slug).first()
    if body is None:
        return _called_otherwise(kind, slug)
    request.page_subject = body
    found = queries.coming(body, on=clock.today()).select_related("body").prefetch_related("items")
    context = {
        "subject": body,
        "meetings": presenters.public_meetings(found),
        "calendar_address": reverse("meetings:calendar", kwargs={"kind": kind, "slug": body.slug}),
        "section": "clusters",
        "breadcrumbs": crumbs((body.name, _page_of(body))),
    }
    return render(request, "meetings/of-body.html", context)


def _called_otherwise(kind: str, slug: str) -> HttpResponse:
    alias = BodyAlias.objects.select_related("body").once_at(slug, kind=kind)
    if alias is None:
        raise Http404
    return HttpResponsePermanentRedirect(queries.address_of(alias.body))


@public_page
def calendar(request: Any, kind: str, slug: str) -> HttpResponse:
    """The calendar of a body, for programs that ask for it again and again."""
    body = get_object_or_404(Body, body_kind=kind, slug=slug, body_kind__in=MEETING_KINDS)
    found = Meeting.objects.filter(body=body, starts_at__gte=clock.now() - queries.LOOKS_BACK)
    name = _("Meetings: %(body)s") % {"body": body.name}
    return _file(calendar_of(found.select_related("body"), name=name), slugify(body.name))


@public_page
def file(request: Any, uid: uuid.UUID) -> HttpResponse:
    """One meeting as a file for a calendar."""
    found: Any = get_object_or_404(Meeting.objects.select_related("body"), uid=uid)
    return _file(calendar_of([found], name=found.body.name), slugify(str(found)))


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
