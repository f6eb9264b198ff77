"""Money drawn together: of a board's bodies and of what a planning group covers, as at any day, down to the lines."""

from typing import Any

from django.db.models import QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from budgets.models import FinancialYear
from budgets.rollup import files, presenters
from budgets.rollup.choosing import chosen_in, rows_of
from budgets.rollup.rollup import Rollup
from clusters.models import HealthBoard, PlanningGroup
from clusters.queries import clusters_of_group
from common import clock, workbooks
from common.addresses import requested_day
from common.errors import Refused
from governance.models import Body
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk

FORMATS = (("xlsx", "Excel (XLSX)"), ("ods", "OpenDocument (ODS)"), ("csv", "CSV"))


def _rollup_of_board(request: HttpRequest, key: int, year: int) -> Rollup:
    """Draw together a board's own money and that of every body whose money stands in its ledger."""
    reach = request.powers.bodies(Permission.SEE_BUDGETS).values("pk")
    found = get_object_or_404(_with_year(HealthBoard.objects.all(), year), pk=key, pk__in=reach)
    bodies = Body.objects.filter(pk=found.pk) | Body.objects.filter(parent=found.pk)
    return _rollup(request, found, bodies, year)


def _rollup_of_group(request: HttpRequest, key: int, year: int) -> Rollup:
    reach = request.powers.bodies(Permission.SEE_BUDGETS).values("pk")
    groups = PlanningGroup.objects.select_related("parent")
    found = get_object_or_404(_with_year(groups, year), pk=key, pk__in=reach)
    covered = clusters_of_group(found, on=requested_day(request)).order_by().values("pk")
    bodies = Body.objects.filter(pk=found.pk) | Body.objects.filter(pk__in=covered)
    return _rollup(request, found, bodies, year)


def _with_year(bodies: QuerySet[Any], year: int) -> QuerySet[Any]:
    """Read the key of a financial year together with a body; none is found where there is no such year."""
    key = FinancialYear.objects.filter(first_year=year).values("pk")[:1]
    return bodies.annotate(year_key=Subquery(key)).filter(year_key__isnull=False)


def _rollup(request: HttpRequest, body: Body, bodies: Any, year: int) -> Rollup:
    """Return the roll-up of a year as at the day in the address; what comes later is not known."""
    on = requested_day(request)
    if on > clock.today():
        raise Refused(_("The day lies in the future."))
    return Rollup(body, bodies, FinancialYear(pk=body.year_key, first_year=year), on)


@office_page(Permission.SEE_BUDGETS)
def board(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """The money of a board's bodies; with a choice in the address, the lines behind a total."""
    return _shown(request, _rollup_of_board(request, key, year), has_files=True)


@office_page(Permission.SEE_BUDGETS)
def group(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """The money of a planning group and of the clusters that it covers."""
    return _shown(request, _rollup_of_group(request, key, year))


def _shown(request: HttpRequest, rollup: Rollup, *, has_files: bool = False) -> HttpResponse:
    context = {"body": rollup.body, "files": _files(rollup) if has_files and rollup.rows else []}
    chosen = chosen_in(request.GET)
    if chosen is None:
        raise Http404
    if not chosen:
        context |= {**presenters.page(rollup), "breadcrumbs": from_desk()}
        return render(request, "budgets/together.html", context)
    way = from_desk((_("Money together"), f"{request.path}{presenters.way(rollup)}"))
    context |= {**presenters.lines_page(rollup, rows_of(rollup, chosen), chosen), "breadcrumbs": way}
    return render(request, "budgets/together-lines.html", context)


@office_page(Permission.SEE_BUDGETS)
def workbook(request: HttpRequest, key: int, year: int, extension: str) -> HttpResponse:
    """The money of a board's year as a file, with every entry from which a sum is made."""
    rollup = _rollup_of_board(request, key, year)
    page = reverse("budgets:board", kwargs={"key": key, "year": year}) + presenters.way(rollup)
    content = files.written(rollup, extension, address=request.build_absolute_uri(page))
    response = HttpResponse(content, content_type=workbooks.MEDIA_TYPES[extension])
    name = "-".join((_("money"), rollup.body.slug, str(year), rollup.on.isoformat()))
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{extension}")
    return response


def _files(rollup: Rollup) -> list[dict[str, str]]:
    what = {"key": rollup.body.pk, "year": rollup.year.first_year}
    return [
        {
            "text": words,
            "href": reverse("budgets:workbook", kwargs={**what, "extension": one}) + presenters.way(rollup),
        }
        for one, words in FORMATS
    ]
