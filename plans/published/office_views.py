"""The page on which those who publish plans attach the ones from before."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from clusters.views import crumbs
from common import clock
from common.errors import Refused
from common.forms import asked
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from plans.addresses import edition_address
from plans.models import WRITTEN_BY, Edition
from plans.published import actions
from plans.published.forms import HistoricForm


@office_page(Permission.PUBLISH_PLANS)
def attach_historic(request: HttpRequest) -> HttpResponse:
    """Attach a plan that was made elsewhere, as a file."""
    reach = request.powers.bodies(Permission.PUBLISH_PLANS).filter(body_kind__in=set(WRITTEN_BY.values()))
    form = HistoricForm(request.POST or None, request.FILES or None, bodies=reach.order_by("body_kind", "sort_key"))
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(edition_address(_attached(request, form)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {**asked(form), "file_error": " ".join(form.errors.get("file", [])), "breadcrumbs": crumbs()}
    return render(request, "plans/attach-historic.html", context)


def _attached(request: HttpRequest, form: HistoricForm) -> Edition:
    return actions.attach_historic(**form.answers, by=request.user, at=clock.now(), on=clock.today())
