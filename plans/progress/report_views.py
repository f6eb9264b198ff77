"""What was done in a year of a plan: for those who may read it, and its public part for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from clusters.views import crumbs
from common import clock
from common.inputs import Query
from common.pages import public_page
from governance.models import Body
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk
from plans.models import Edition, EditionState
from plans.policies import EVERYBODY
from plans.progress import policies, reports
from plans.progress.drawn import Drawn
from plans.progress.side_by_side import page as side_by_side_page


@office_page(Permission.READ_PLANS)
def annual_report(request: HttpRequest, key: int) -> HttpResponse:
    """What was done in a year, with the rows that the reader may see."""
    plan = get_object_or_404(policies.plans_followed(request.powers).select_related("body"), pk=key)
    following, on = policies.following(request.powers, plan), clock.today()
    edition = policies.published_edition(plan)
    way = (plan.title, reverse("plans:follow", kwargs={"key": plan.pk}))
    context = {"plan": plan, "edition": edition, "breadcrumbs": from_desk(way), "base": "office.html"}
    if edition is not None:
        year = reports.chosen_year(plan, Query(request).number("year"), on=on)
        context.update(reports.report(Drawn(edition, following.access.visibilities), year, on=on))
    return render(request, "plans/report.html", context)


def home_of(body: Body) -> str:
    """Return the address of the page of a body that writes plans."""
    name = "clusters:planning_group" if body.body_kind == Body.Kind.PLANNING_GROUP else "portal:cluster"
    return reverse(name, kwargs={"slug": body.slug})


@public_page
def report(request: HttpRequest, key: int) -> HttpResponse:
    """What was done in a year of a published plan: of its actions those that everybody may read."""
    published = Edition.objects.filter(state=EditionState.PUBLISHED).select_related("plan__body")
    edition: Edition = get_object_or_404(published, plan=key)
    plan, on = edition.plan, clock.today()
    year = reports.chosen_year(plan, Query(request).number("year"), on=on)
    context = {
        **reports.report(Drawn(edition, EVERYBODY), year, on=on),
        "plan": plan,
        "edition": edition,
        "subject": plan.body,
        "base": "base.html",
        "section": "clusters",
        "breadcrumbs": crumbs((plan.body.name, home_of(plan.body))),
    }
    return render(request, "plans/report.html", context)


@public_page
def side_by_side(request: HttpRequest) -> HttpResponse:
    """Up to four published plans beside each other: of different bodies, or of one through the years."""
    query = Query(request)
    found = side_by_side_page(query.texts("edition"), query.text("of"))
    return render(request, "plans/side-by-side.html", {**found, "section": "clusters", "breadcrumbs": crumbs()})
