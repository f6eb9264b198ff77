"""The charts of the pages as files: pictures with their source inside, and the figures that they draw."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from clusters.models import Area
from common import clock
from common.inputs import Query
from common.pages import public_page
from indicators.models import Breakdown, Indicator
from indicators.presenters.breakdowns import residents
from indicators.presenters.chart_files import MEDIA_TYPES, ChartFile
from indicators.presenters.indicator import IndicatorPage
from indicators.presenters.indicator_charts import IndicatorCharts
from indicators.presenters.profile import Profile
from indicators.presenters.profile_chart import profile_file

View = Callable[..., HttpResponse]


def _of_indicator(chart: str) -> View:
    """Return the view that gives one chart of an indicator's page."""

    @public_page
    def download(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
        indicator: Indicator = get_object_or_404(Indicator.objects.select_related("topic"), slug=slug)
        query = Query(request)
        page = IndicatorPage(indicator, on=clock.today(), sort=query.text("sort"), area=query.text("area"))
        return _given(request, getattr(IndicatorCharts(page), chart), extension)

    return download


clusters_chart = _of_indicator("clusters")
health_boards_chart = _of_indicator("health_boards")
local_authorities_chart = _of_indicator("local_authorities")
distribution_chart = _of_indicator("distribution")
funnel_chart = _of_indicator("funnel")
map_chart = _of_indicator("map")
fifths_chart = _of_indicator("fifths")
trend_chart = _of_indicator("trend")


def _of_profile(kind: str) -> View:
    """Return the view that gives the whole profile of an area as one picture."""

    @public_page
    def download(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
        area, on = get_object_or_404(Area, kind=kind, slug=slug), clock.today()
        if not area.is_open(on=on):
            raise Http404
        return _given(request, profile_file(Profile(area, on=on)), extension)

    return download


cluster_profile_chart = _of_profile(Area.Kind.CLUSTER)
local_authority_profile_chart = _of_profile(Area.Kind.LOCAL_AUTHORITY)
health_board_profile_chart = _of_profile(Area.Kind.HEALTH_BOARD)


def _of_residents(kind: str, breakdown: str) -> View:
    """Return the view that gives one chart of an area's residents."""

    @public_page
    def download(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
        area = get_object_or_404(Area, kind=kind, slug=slug)
        wales = get_object_or_404(Area, kind=Area.Kind.NATION, is_example=area.is_example)
        drawn = {bars.picture.chart.name: bars.picture for bars in residents(area, wales)}
        return _given(request, drawn.get(breakdown), extension)

    return download


cluster_age_chart = _of_residents(Area.Kind.CLUSTER, Breakdown.Kind.AGE)
cluster_deprivation_chart = _of_residents(Area.Kind.CLUSTER, Breakdown.Kind.DEPRIVATION)
health_board_age_chart = _of_residents(Area.Kind.HEALTH_BOARD, Breakdown.Kind.AGE)
health_board_deprivation_chart = _of_residents(Area.Kind.HEALTH_BOARD, Breakdown.Kind.DEPRIVATION)


def _given(request: HttpRequest, chart: ChartFile | None, extension: str) -> HttpResponse:
    if chart is None:
        raise Http404
    content = chart.written(extension, site=f"{request.scheme}://{request.get_host()}")
    response = HttpResponse(content, content_type=MEDIA_TYPES[extension])
    response["Content-Disposition"] = content_disposition_header(True, chart.file_name(extension))
    return response
