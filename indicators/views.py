"""Pages about figures."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Area, HealthBoard
from clusters.views import crumbs
from common import clock, separated
from common.inputs import Query
from common.pages import public_page
from indicators import queries
from indicators.forms import asked
from indicators.models import Indicator, Topic
from indicators.presenters import dictionary
from indicators.presenters.comparison import Comparison
from indicators.presenters.dictionary import csv_on_the_web
from indicators.presenters.download_links import comparison_links, indicator_links, summary_links
from indicators.presenters.indicator import IndicatorPage
from indicators.presenters.indicator_charts import IndicatorCharts
from indicators.presenters.methods import MethodsPage
from indicators.presenters.pages import SummaryPage

MOST_ASKED = 20


@public_page
def summary(request: HttpRequest) -> HttpResponse:
    """All clusters of Wales side by side."""
    return _summary(request, board=None)


@public_page
def health_board_summary(request: HttpRequest, slug: str) -> HttpResponse:
    """The clusters of one health board side by side."""
    board: HealthBoard = get_object_or_404(HealthBoard.objects.select_related("parent"), slug=slug)
    return _summary(request, board=board)


def _summary(request: HttpRequest, board: Area | None) -> HttpResponse:
    page = summary_page(request, board)
    context = {"page": page, "downloads": summary_links(page), "section": "indicators", "subject": board}
    return render(request, f"indicators/summary-{page.view}.html", context)


def summary_page(request: HttpRequest, board: Area | None) -> SummaryPage:
    """Return the summary with the choices that stand in the address."""
    indicators = list(queries.published_indicators(example=board is not None and board.is_example))
    choices = asked(
        request.GET,
        indicators=[indicator.code for indicator in indicators],
        former={indicator.former_code: indicator.code for indicator in indicators if indicator.former_code},
        topics=[indicator.topic.code for indicator in indicators],
        boards=HealthBoard.objects.real().values_list("code", flat=True) if board is None else (),
    )
    return SummaryPage(choices, indicators, on=clock.today(), board=board)


@public_page
def summary_csv(request: HttpRequest) -> HttpResponse:
    return _tidy(request, queries.tidy_rows(), _("indicators.csv"))


@public_page
def health_board_summary_csv(request: HttpRequest, slug: str) -> HttpResponse:
    board = get_object_or_404(HealthBoard, slug=slug)
    return _tidy(request, queries.tidy_rows(board), f"{board.slug}-{_('indicators.csv')}")


@public_page
def summary_csv_metadata(request: HttpRequest) -> HttpResponse:
    """What the columns of the file of all figures hold, as "CSV on the Web" says it."""
    return JsonResponse(csv_on_the_web(**_described_file(request)), content_type="application/csvm+json")


@public_page
def data_package(request: HttpRequest) -> HttpResponse:
    """The same as a Frictionless data package."""
    return JsonResponse(dictionary.data_package(**_described_file(request)))


def _described_file(request: HttpRequest) -> dict[str, str]:
    release = queries.newest_release()
    return {
        "address": request.build_absolute_uri(reverse("indicators:summary_csv")),
        "title": _("Figures for the primary care clusters, health boards and local authorities of Wales"),
        "modified": release.published_at.isoformat() if release else "",
    }


def _tidy(request: HttpRequest, rows: Iterable[tuple[Any, ...]], name: str) -> HttpResponse:
    """Give tidy rows as CSV: UTF-8, unrounded, the same columns in both languages."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name.rsplit("/", 1)[-1]}"'
    metadata = request.build_absolute_uri(reverse("indicators:summary_csv_metadata"))
    response["Link"] = f'<{metadata}>; rel="describedby"; type="application/csvm+json"'
    separated.write(response, [queries.TIDY_COLUMNS, *rows], line_end="\n")
    return response


def _crumbs() -> list[dict[str, str]]:
    return crumbs((_("Indicators"), reverse("indicators:summary")))


@public_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every indicator, with those whose figures are not yet published."""
    topics = Topic.objects.prefetch_related("indicators")
    published = set(queries.published_indicators().values_list("pk", flat=True))
    context = {"topics": topics, "published": published, "section": "indicators", "breadcrumbs": _crumbs()}
    return render(request, "indicators/catalogue.html", context)


@public_page
def methods(request: HttpRequest) -> HttpResponse:
    """Every method with its formula, and what it gives for figures that others have published."""
    links = crumbs((_("About the figures"), reverse("portal:about")))
    context = {"page": MethodsPage(), "section": "about", "breadcrumbs": links}
    return render(request, "indicators/methods.html", context)


@public_page
def releases(request: HttpRequest) -> HttpResponse:
    """Every release that was published: what it holds, what it replaced."""
    links = crumbs((_("About the figures"), reverse("portal:about")))
    context = {
        "releases": queries.published_releases(),
        "withdrawn": queries.withdrawn_releases(),
        "section": "about",
        "breadcrumbs": links,
    }
    return render(request, "indicators/releases.html", context)


@public_page
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    """What one indicator is, its figures everywhere, how it is worked out, and what to beware of."""
    found: Indicator = get_object_or_404(Indicator.objects.select_related("topic"), slug=slug)
    query = Query(request)
    page = IndicatorPage(found, on=clock.today(), sort=query.text("sort"), area=query.text("area"))
    context = {
        "indicator": found,
        "page": page,
        "charts": IndicatorCharts(page),
        "figures_address": reverse("indicators:summary") + f"?view=indicator&indicator={found.code}",
        "section": "indicators",
        "subject": found,
        "downloads": indicator_links(found),
        "published": queries.published_rates_of(found),
        "breadcrumbs": _crumbs(),
    }
    return render(request, "indicators/indicator.html", context)


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    """Two to five clusters side by side: `?clusters=a,b` or one `clusters` each."""
    comparison = asked_comparison(request)
    context = {
        "comparison": comparison,
        "downloads": comparison_links(comparison),
        "section": "indicators",
        "breadcrumbs": _crumbs(),
    }
    return render(request, "indicators/compare.html", context)


def asked_comparison(request: HttpRequest) -> Comparison:
    """Return the comparison of the clusters that stand in the address."""
    codes = [code for part in Query(request).texts("clusters") for code in part.split(",") if code]
    return Comparison(codes[:MOST_ASKED], on=clock.today())
