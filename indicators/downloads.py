"""The tables of the pages as files: Excel, OpenDocument, plain text."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from clusters.models import Cluster, HealthBoard
from common import workbooks
from common.addresses import requested_day
from common.pages import public_page
from indicators.forms import Asked
from indicators.presenters.downloads import download_of
from indicators.presenters.pages import SummaryPage
from indicators.views import summary_page


@public_page
def summary_download(request: HttpRequest, extension: str) -> HttpResponse:
    """The summary table of Wales with the choices in the address, as a file."""
    return _download(request, summary_page(request, board=None), extension)


@public_page
def health_board_summary_download(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """The summary table of one health board with the choices in the address, as a file."""
    board = get_object_or_404(HealthBoard.objects.select_related("parent"), slug=slug)
    return _download(request, summary_page(request, board), extension)


@public_page
def cluster_download(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """The key indicators of one cluster, as its page shows them, as a file."""
    cluster = get_object_or_404(Cluster.objects.select_related("parent__area"), slug=slug)
    choices = Asked(view="cluster", cluster=cluster.code)
    page = SummaryPage(choices, [], on=requested_day(request), board=cluster.parent.area)
    if page.cluster is None:
        raise Http404
    return _download(request, page, extension, address=cluster.get_absolute_url())


def _download(request: HttpRequest, page: SummaryPage, extension: str, address: str = "") -> HttpResponse:
    """Give a page's table as a file; `address` is that of the page, its own where none is given."""
    download = download_of(page, address=request.build_absolute_uri(address or page.here))
    response = HttpResponse(download.written(extension), content_type=workbooks.MEDIA_TYPES[extension])
    response["Content-Disposition"] = content_disposition_header(True, download.file_name(extension))
    return response
