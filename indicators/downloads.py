"""The tables of the pages as files: Excel, OpenDocument, plain text."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header

from clusters.models import Area, HealthBoard
from common import workbooks
from common.addresses import requested_day
from common.pages import public_page
from indicators.presenters.downloads import AreaDownload, ComparisonDownload, Download, download_of
from indicators.presenters.pages import SummaryPage
from indicators.presenters.profile import Profile
from indicators.views import asked_comparison, summary_page


@public_page
def summary_download(request: HttpRequest, extension: str) -> HttpResponse:
    """The summary table of Wales with the choices in the address, as a file."""
    return _download(request, summary_page(request, board=None), extension)


@public_page
def health_board_summary_download(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """The summary table of one health board with the choices in the address, as a file."""
    board: HealthBoard = get_object_or_404(HealthBoard.objects.select_related("parent"), slug=slug)
    return _download(request, summary_page(request, board), extension)


def _of_area(kind: str) -> Callable[..., HttpResponse]:
    """Return the view that gives the key indicators of one area, as its page shows them, as a file."""

    @public_page
    def download(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
        area, on = get_object_or_404(Area, kind=kind, slug=slug), requested_day(request)
        if not area.is_open(on=on):
            raise Http404
        address = request.build_absolute_uri(area.get_absolute_url())
        return _given(AreaDownload(Profile(area, on=on), address=address), extension)

    return download


cluster_download = _of_area(Area.Kind.CLUSTER)
local_authority_download = _of_area(Area.Kind.LOCAL_AUTHORITY)
health_board_download = _of_area(Area.Kind.HEALTH_BOARD)


@public_page
def compare_download(request: HttpRequest, extension: str) -> HttpResponse:
    """The comparison of the clusters in the address, as a file."""
    comparison = asked_comparison(request)
    if not comparison.can_compare:
        raise Http404
    query = urlencode({"clusters": ",".join(cluster.code for cluster in comparison.chosen)})
    address = request.build_absolute_uri(f"{reverse('indicators:compare')}?{query}")
    return _given(ComparisonDownload(comparison, address=address), extension)


def _download(request: HttpRequest, page: SummaryPage, extension: str) -> HttpResponse:
    """Give a summary page's table as a file."""
    return _given(download_of(page, address=request.build_absolute_uri(page.here)), extension)


def _given(download: Download, extension: str) -> HttpResponse:
    response = HttpResponse(download.written(extension), content_type=workbooks.MEDIA_TYPES[extension])
    response["Content-Disposition"] = content_disposition_header(True, download.file_name(extension))
    return response
