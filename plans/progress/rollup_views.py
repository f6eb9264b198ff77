"""Plans drawn together: of the clusters of a board, and of those that a planning group covers, as at any day."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from clusters.models import Cluster, HealthBoard, PlanningGroup
from clusters.queries import clusters_of_group
from clusters.views import crumbs
from common import clock, workbooks
from common.addresses import requested_day
from common.errors import Refused
from common.pages import public_page
from governance.models import Body
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk
from plans.policies import EVERYBODY, PARTNERS
from plans.progress import annex_files, rollup_presenters
from plans.progress.rollup import Rollup

Day = datetime.date
FORMATS = (("xlsx", "Excel (XLSX)"), ("ods", "OpenDocument (ODS)"), ("csv", "CSV"))


def _day(request: HttpRequest) -> Day:
    """Return the day in the address; what comes of a plan is not known before it comes."""
    on = requested_day(request)
    if on > clock.today():
        raise Refused(_("The day lies in the future."))
    return on


def _of_board(request: HttpRequest, board: Body, *, is_public: bool = True) -> Rollup:
    on = _day(request)
    clusters = list(Cluster.objects.filter(parent=board.pk).current(on=on).in_order())
    return _rollup(request, clusters, on, is_public=is_public)


def _of_group(request: HttpRequest, group: PlanningGroup, *, is_public: bool = True) -> Rollup:
    on = _day(request)
    clusters = list(clusters_of_group(group, on=on).in_order())
    return _rollup(request, clusters, on, own=group, is_public=is_public)


def _rollup(request: HttpRequest, clusters: list[Body], on: Day, *, own: Body | None = None, is_public: bool) -> Rollup:
    """Draw plans together: what partners may read only for whoever may read the drafts of all these clusters."""
    is_public = is_public or not _reaches(request, clusters)
    return Rollup(clusters, EVERYBODY if is_public else PARTNERS, on, own=own, is_public=is_public)


def _reaches(request: HttpRequest, clusters: list[Body]) -> bool:
    reach = request.powers.bodies(Permission.READ_PLANS).filter(pk__in=[cluster.pk for cluster in clusters])
    return bool(reach.count() == len(clusters))


def _shown(request: HttpRequest, body: Body, rollup: Rollup, **more: Any) -> HttpResponse:
    context = {**rollup_presenters.page(rollup), "body": body, "subject": body, "section": "clusters", **more}
    return render(request, "plans/rollup.html", context)


@office_page(Permission.READ_PLANS)
def board_plans(request: HttpRequest, key: int) -> HttpResponse:
    """The plans of a board's clusters, with what partners may read and where what is missing stands."""
    reach = request.powers.bodies(Permission.READ_PLANS).values("pk")
    board = get_object_or_404(HealthBoard, pk=key, pk__in=reach)
    rollup = _of_board(request, board, is_public=False)
    return _shown(request, board, rollup, base="office.html", breadcrumbs=from_desk(), files=_files(board, rollup))


@office_page(Permission.READ_PLANS)
def group_plans(request: HttpRequest, key: int) -> HttpResponse:
    """The plans of the clusters that a planning group covers, and its own."""
    reach = request.powers.bodies(Permission.READ_PLANS).values("pk")
    group = get_object_or_404(PlanningGroup, pk=key, pk__in=reach)
    rollup = _of_group(request, group, is_public=False)
    return _shown(request, group, rollup, base="office.html", breadcrumbs=from_desk())


@public_page
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """The published plans of a board's clusters, as everybody may read them."""
    found = get_object_or_404(HealthBoard, slug=slug)
    rollup = _of_board(request, found)
    way = crumbs((found.name, found.get_absolute_url()))
    return _shown(request, found, rollup, base="base.html", breadcrumbs=way, files=_files(found, rollup))


@public_page
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """The published plans of the clusters that a planning group covers, as everybody may read them."""
    found = get_object_or_404(PlanningGroup, slug=slug)
    rollup = _of_group(request, found)
    way = crumbs((found.name, reverse("clusters:planning_group", kwargs={"slug": found.slug})))
    return _shown(request, found, rollup, base="base.html", breadcrumbs=way)


@public_page
def board_annex(request: HttpRequest, slug: str) -> HttpResponse:
    """The plans of a board's clusters one after the other, to be printed as an annex of the board's own plan."""
    found = get_object_or_404(HealthBoard, slug=slug)
    rollup = _of_board(request, found)
    context = {
        "body": found,
        "subject": found,
        "on": rollup.on,
        "chapters": rollup_presenters.annex(rollup),
        "missing": rollup.missing,
        "section": "clusters",
        "breadcrumbs": crumbs((found.name, found.get_absolute_url())),
    }
    return render(request, "plans/annex.html", context)


@public_page
def board_annex_file(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """The same as a file, with every row from which a sum is made."""
    found = get_object_or_404(HealthBoard, slug=slug)
    rollup = _of_board(request, found)
    address = request.build_absolute_uri(_address("plans:board", found, rollup))
    content = annex_files.written(rollup, found, extension, address=address)
    response = HttpResponse(content, content_type=workbooks.MEDIA_TYPES[extension])
    name = "-".join((_("plans"), found.slug, rollup.on.isoformat()))
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{extension}")
    return response


def _address(name: str, board: Body, rollup: Rollup, **more: str) -> str:
    return f"{reverse(name, kwargs={'slug': board.slug, **more})}?on={rollup.on.isoformat()}"


def _files(board: Body, rollup: Rollup) -> list[dict[str, str]]:
    """Return the ways to the annex: as a page to print, and as files."""
    page = {"text": _("Annex to print"), "href": _address("plans:board_annex", board, rollup)}
    files = [
        {"text": words, "href": _address("plans:board_annex_file", board, rollup, extension=extension)}
        for extension, words in FORMATS
    ]
    return [page, *files]
