"""The pages of one's own work: what waits, what one has done, all bodies in reach, and the home of each."""

import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts import own_actions
from accounts.factors import grace_of
from clusters.views import crumbs
from common import clock
from common.inputs import Query
from governance.homes import KIND_WORDS, home_address
from governance.models import BodyAlias
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.record.presenters import moment, sentence
from governance.waiting import Worker
from governance.ways import from_desk
from portal import bodies, header, overview
from portal.desk import Desk
from portal.home_page import home_page

SEE = Permission.SEE_OFFICES
PER_PAGE = 50


def _last_look(request: HttpRequest) -> datetime.datetime | None:
    return own_actions.look(person=request.user, session=request.session, at=clock.now())


@office_page(Permission.SIGNED_IN)
def desk(request: HttpRequest) -> HttpResponse:
    """The first page of somebody who signed in."""
    shown = Desk(request.user, request.powers, since=_last_look(request), factor_due_on=grace_of(request))
    header.keep(shown)
    return render(request, "portal/work.html", {"desk": shown, "breadcrumbs": crumbs()})


@office_page(Permission.SIGNED_IN)
def old_desk(request: HttpRequest) -> HttpResponse:
    """Lead from the address that one's work once had to the one that it has now."""
    return HttpResponsePermanentRedirect(reverse("portal:desk"))


@office_page(Permission.SIGNED_IN)
def done(request: HttpRequest) -> HttpResponse:
    """What somebody did in the last 30 days, from the record."""
    found = bodies.done_by(request.user, at=clock.now())
    page = Paginator(found, PER_PAGE).get_page(Query(request).number("page") or 1)
    rows = [{"text": sentence(one), "when": moment(one.at)} for one in page]
    context = {"rows": rows, "page": page, "days": bodies.DAYS_BACK, "breadcrumbs": from_desk()}
    return render(request, "portal/done.html", context)


@office_page(SEE)
def all_bodies(request: HttpRequest) -> HttpResponse:
    """Every body whose home somebody may open, found by name and kind."""
    query = Query(request)
    words, kind = query.text("q"), query.text("kind")
    kinds = [(value.value, value.label) for value in KIND_WORDS]
    found = bodies.found_bodies(request.powers, words=words, kind=kind if kind in KIND_WORDS else "")
    page = Paginator(found, PER_PAGE).get_page(query.number("page") or 1)
    rows = [(one, home_address(one)) for one in page]
    context = {"words": words, "kind": kind, "kinds": kinds, "rows": rows, "page": page, "breadcrumbs": from_desk()}
    return render(request, "portal/bodies.html", context)


@office_page(SEE)
def all_together(request: HttpRequest) -> HttpResponse:
    """What is late, missing and next at each cluster and planning group that somebody's offices reach."""
    found = bodies.found_bodies(request.powers).filter(body_kind__in=overview.LOOKED_AFTER)
    page = Paginator(found, PER_PAGE).get_page(Query(request).number("page") or 1)
    rows = overview.rows_of(list(page), request.powers)
    return render(request, "portal/overview.html", {"rows": rows, "page": page, "breadcrumbs": from_desk()})


@office_page(SEE)
def body(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The home of a body; an address that it once had leads on."""
    reach = bodies.bodies_seen(request.powers)
    found = reach.select_related("parent").filter(body_kind=kind, slug=slug).first()
    if found is None:
        alias = get_object_or_404(BodyAlias.objects.select_related("body"), slug=slug, body__in=reach)
        return HttpResponsePermanentRedirect(home_address(alias.body))
    worker = Worker(request.user, request.powers)
    return render(request, "portal/body.html", home_page(found, worker, since=_last_look(request)))
