"""The home page, the search, boards and clusters, and what every site must say of itself."""

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import redis
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import sessions
from accounts.late_views import given_back
from clusters.models import Area, HealthBoard, LocalAuthority
from clusters.presenters import area_map
from clusters.views import crumbs
from common import clock, vitals
from common.addresses import requested_day
from common.bare import bare_page
from common.errors import Refused
from common.inputs import Query
from common.pages import public_page
from common.told import TOLD_BY_THE_PUBLISHER
from governance.models import Body, BodyAlias
from governance.powers.access import Forbidden, office_page
from governance.powers.needed import needed
from governance.powers.permissions import Permission
from indicators.queries import newest_release
from portal import cluster_pages, presenters, queries
from portal.directory import Directory
from portal.results import Results
from portal.sources import sources

# What is raised where the database or the cache does not answer, or not in time.
AWAY = (
    OperationalError,
    InterfaceError,
    ConnectionError,
    redis.exceptions.ConnectionError,
    redis.exceptions.TimeoutError,
)


def root(request: HttpRequest) -> HttpResponse:
    """Send a visitor of the bare root to their language: that of the host, else of the cookie, else the browser's."""
    host = request.get_host().partition(":")[0]
    language = settings.LANGUAGE_HOSTS.get(host) or get_language_from_request(request)
    response = HttpResponseRedirect(f"/{language}/")
    response.headers["Vary"] = "Accept-Language, Cookie, Host"
    return response


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Say what answers; the status tells only whether readers have their pages."""
    found = vitals.signs()
    return JsonResponse(found, status=200 if vitals.can_be_read(found) else 503)


@public_page
def home(request: HttpRequest) -> HttpResponse:
    on = clock.today()
    boards = list(queries.boards(on=on))
    context = {
        "boards": presenters.board_cards(boards),
        "map": area_map(boards),
        "clusters": queries.clusters(on=on),
        "all_address": reverse("indicators:summary"),
        "section": "clusters",
    }
    return render(request, "portal/home.html", context)


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """What everybody may find."""
    query = Query(request)
    results = Results(query.text("q"), kind=query.text("kind"), on=clock.today(), address=request.path)
    return render(request, "portal/search.html", {"results": results, "breadcrumbs": crumbs()})


@office_page(Permission.SIGNED_IN)
def work_search(request: HttpRequest) -> HttpResponse:
    """What everybody may find, and what lies within the reader's reach."""
    query = Query(request)
    asked = {"kind": query.text("kind"), "powers": request.powers, "on": request.powers.on}
    results = Results(query.text("q"), **asked, address=request.path)
    return render(request, "portal/work-search.html", {"results": results, "breadcrumbs": crumbs()})


@public_page
def people(request: HttpRequest) -> HttpResponse:
    """Who holds which office in the clusters of Wales, board by board."""
    query = Query(request)
    asked = {"board": query.text("board", most=200), "examples": query.says("examples")}
    found = Directory(**asked, on=clock.today())
    links = [(_("People and meetings"), reverse("portal:people"))] if found.chosen else []
    return render(
        request, "portal/people.html", {"directory": found, "section": "people", "breadcrumbs": crumbs(*links)}
    )


@public_page
def health_board(request: HttpRequest, slug: str) -> HttpResponse:
    board = get_object_or_404(queries.health_boards(), slug=slug)
    context = presenters.board_page(board, request=request, on=clock.today())
    return render(request, "portal/health-board.html", {**context, "subject": board, "breadcrumbs": crumbs()})


@public_page
def cluster(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is, what stands out, what it plans and has, and who to speak to."""
    return _page_of(request, slug, "portal/cluster.html", cluster_pages.overview)


@public_page
def cluster_indicators(request: HttpRequest, slug: str) -> HttpResponse:
    return _page_of(request, slug, "portal/cluster-indicators.html", cluster_pages.indicators)


@public_page
def cluster_people(request: HttpRequest, slug: str) -> HttpResponse:
    return _page_of(request, slug, "portal/cluster-people.html", partial(cluster_pages.people, request=request))


def _page_of(request: HttpRequest, slug: str, template: str, page: Callable[..., dict[str, Any]]) -> HttpResponse:
    """Answer with one page of a cluster as at a day; or with where one that is no more went."""
    found = queries.cluster(slug)
    if found is None:
        return _moved(request, slug)
    request.page_subject = found
    on = requested_day(request)
    if not found.is_open(on=on):
        return _closed(request, found)
    board = (found.parent.name, found.parent.area.get_absolute_url())
    own = [] if template == "portal/cluster.html" else [(found.name, found.get_absolute_url())]
    return render(request, template, {**page(found, on=on), "breadcrumbs": crumbs(board, *own)})


@public_page
def local_authority(request: HttpRequest, slug: str) -> HttpResponse:
    authority = get_object_or_404(LocalAuthority.objects.select_related("parent__area"), slug=slug)
    context = presenters.authority_page(authority, request=request, on=clock.today())
    links = crumbs((authority.parent.name, authority.parent.area.get_absolute_url()))
    return render(request, "portal/local-authority.html", {**context, "subject": authority, "breadcrumbs": links})


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead from an address that a cluster once had to the same page under the one that it has now."""
    alias = BodyAlias.objects.select_related("body__area").once_at(slug, kind=Body.Kind.CLUSTER)
    if alias is None or request.resolver_match is None:
        raise Http404
    asked = request.META.get("QUERY_STRING", "")
    address = reverse(request.resolver_match.view_name, kwargs={"slug": alias.body.slug})
    return HttpResponsePermanentRedirect(f"{address}?{asked}" if asked else address)


def _closed(request: HttpRequest, area: Area) -> HttpResponse:
    """Say what became of a cluster that is no more, or is not yet."""
    successions = area.successions.select_related("successor__area")
    context = {"subject": area, "successions": successions, "section": "clusters", "breadcrumbs": crumbs()}
    return render(request, "portal/closed.html", context, status=410)


def _words_page(template: str, section: str = "") -> Any:
    @public_page
    def page(request: HttpRequest) -> HttpResponse:
        told = {name: getattr(settings, name) for name in TOLD_BY_THE_PUBLISHER}
        context = {"section": section, "release": newest_release(), "told": told, "breadcrumbs": crumbs()}
        return render(request, template, context)

    return page


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """Where the figures come from, how they are worked out, and where every kind of them can be seen."""
    example = HealthBoard.objects.filter(is_example=True).first()
    context = {"section": "about", "release": newest_release(), "example": example, "breadcrumbs": crumbs()}
    return render(request, "portal/about.html", context)


accessibility = _words_page("portal/accessibility.html")
privacy = _words_page("portal/privacy.html")
contact = _words_page("portal/contact.html")
what_is_a_cluster = _words_page("portal/what-is-a-cluster.html", "clusters")


@public_page
def data_sources(request: HttpRequest) -> HttpResponse:
    """Every file that the figures come from, with publisher and licence."""
    links = crumbs((_("About the figures"), reverse("portal:about")))
    context = {"sources": sources(settings.DATA_DIR), "section": "about", "breadcrumbs": links}
    return render(request, "portal/sources.html", context)


@public_page
def site_map(request: HttpRequest) -> HttpResponse:
    """Every kind of page, and every place and indicator by name."""
    context = {**queries.site_map(on=clock.today()), "breadcrumbs": crumbs()}
    return render(request, "portal/site-map.html", context)


def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers where the list of pages is, and which addresses only repeat them."""
    context = {"closed": presenters.closed_to_crawlers(), "sitemap": request.build_absolute_uri(reverse("sitemap"))}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


# --- when it will not or cannot ---


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say what was refused; where the request itself is suspicious (a foreign host), without asking more of it."""
    if not isinstance(exception, Refused):
        return _bare(400)
    heading = _("This was not carried out") if request.method == "POST" else _("This address cannot be understood")
    return _error(request, 400, heading, str(exception))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say which office would be needed and, as far as the reader may know, who holds one."""
    known = {"needed": needed(exception)} if isinstance(exception, Forbidden) else {}
    sentence = "" if known else _("Ask the person who invited you, or sign in again.")
    return _error(request, 403, _("You may not see this page"), sentence, **known)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = _("If you typed the address, check it. If you followed a link, the page may have moved.")
    return _error(request, 404, _("Page not found"), sentence)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say why a form was not taken: its page belongs to another sign-in, or to none any more; give back its words."""
    request.signed_in = sessions.person_of(request, at=clock.now())
    answer = given_back(request)
    if answer is not None:
        return answer
    sentence = _("This page was opened before you last signed in or out. Go back, load it again and send it once more.")
    return _error(request, 403, _("Nothing was sent"), sentence)


def _error(request: HttpRequest, status: int, heading: str, sentence: str, **more: Any) -> HttpResponse:
    """Say what went wrong, to somebody signed in with the way back to their work."""
    request.signed_in = sessions.person_of(request, at=clock.now())
    response = render(request, "error.html", {"heading": heading, "sentence": sentence, **more}, status=status)
    if request.signed_in:
        add_never_cache_headers(response)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    if isinstance(sys.exc_info()[1], AWAY):
        response = _bare(503)
        response.headers["Retry-After"] = "60"
        return response
    return _bare(500)


def _bare(status: int) -> HttpResponse:
    return HttpResponse(bare_page(status), status=status)
