"""The public pages of money and the files of their tables."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from budgets.published import files, presenters
from budgets.published.presenters import BoardPage, ClusterPage
from budgets.published.wales_presenters import WalesPage, wales_page
from clusters.models import Cluster, HealthBoard
from common import clock, workbooks
from common.inputs import Query
from common.pages import public_page


@public_page
def money(request: HttpRequest) -> HttpResponse:
    """What the clusters of each board were given and what they spent, up to its last closed month."""
    query = Query(request)
    page = WalesPage(first_year=query.number("year"), examples=query.says("examples"), on=clock.today())
    return render(request, "budgets/wales-money.html", wales_page(page, request.path))


@public_page
def cluster_money(request: HttpRequest, slug: str) -> HttpResponse:
    """What a cluster was given and what it spent, up to the last closed month."""
    return render(request, "budgets/cluster-money.html", presenters.cluster_page(_cluster(request, slug)))


@public_page
def board_money(request: HttpRequest, slug: str) -> HttpResponse:
    """The money of the clusters of a board side by side."""
    return render(request, "budgets/board-money.html", presenters.board_page(_board(request, slug)))


@public_page
def cluster_money_file(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    page = _cluster(request, slug)
    return _file(request, page, presenters.address("budgets:cluster_money", page.cluster, page.closed), extension)


@public_page
def board_money_file(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    page = _board(request, slug)
    return _file(request, page, presenters.address("budgets:board_money", page.board, page.closed), extension)


def _cluster(request: HttpRequest, slug: str) -> ClusterPage:
    cluster: Cluster = get_object_or_404(Cluster.objects.select_related("parent__area"), slug=slug)
    return ClusterPage(cluster, first_year=Query(request).number("year"), on=clock.today())


def _board(request: HttpRequest, slug: str) -> BoardPage:
    board = get_object_or_404(HealthBoard, slug=slug)
    return BoardPage(board, first_year=Query(request).number("year"), on=clock.today())


def _file(request: HttpRequest, page: ClusterPage | BoardPage, address: str, extension: str) -> HttpResponse:
    """Answer with the tables of a page as a file."""
    body = page.cluster if isinstance(page, ClusterPage) else page.board
    content = files.written(page, extension, address=request.build_absolute_uri(address))
    response = HttpResponse(content, content_type=workbooks.MEDIA_TYPES[extension])
    name = "-".join((_("money"), body.slug, str(page.closed.year).replace("/", "-")) if page.closed else (body.slug,))
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{extension}")
    return response
