"""The boards and planning groups whose plans somebody may see drawn together."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from governance.models import Body
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk

PAGES = {Body.Kind.HEALTH_BOARD: "plans:board_plans", Body.Kind.PLANNING_GROUP: "plans:group_plans"}


def _in_reach(request: HttpRequest, kind: str) -> QuerySet[Body]:
    found: QuerySet[Body] = request.powers.bodies(Permission.READ_PLANS).filter(body_kind=kind)
    return found.current(on=request.powers.on).in_order()


@office_page(Permission.READ_PLANS)
def together(request: HttpRequest) -> HttpResponse:
    """Where plans are drawn together: the boards and planning groups in reach."""
    lists = [
        (kind.label, [(body.name, reverse(name, kwargs={"key": body.pk})) for body in _in_reach(request, kind)])
        for kind, name in PAGES.items()
    ]
    context = {"lists": [one for one in lists if one[1]], "breadcrumbs": from_desk()}
    return render(request, "plans/together.html", context)
