"""Sharing a stream among the clusters of a board: the answers, the effect, and what was shared before."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.actions.allocation import digest_of, post_sharing
from budgets.allocation import presenters
from budgets.allocation.forms import ShareForm
from budgets.allocation.inputs import Worked, shares_of, work_out
from budgets.breadcrumbs import from_ledger
from budgets.models import FinancialYear, FundingStream, Sharing
from clusters.models import Cluster
from common import clock
from common.errors import Refused
from common.forms import asked
from common.ordering import by_title
from governance.models import Body
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import Link


def _board_and_year(request: HttpRequest, key: int, year: int) -> tuple[Body, FinancialYear]:
    boards = request.powers.bodies(Permission.KEEP_LEDGER).filter(body_kind=Body.Kind.HEALTH_BOARD)
    return get_object_or_404(boards, pk=key), get_object_or_404(FinancialYear, first_year=year)


def _address(board: Body, year: FinancialYear) -> str:
    return reverse("budgets:sharings", kwargs={"key": board.pk, "year": year.first_year})


def _way(board: Body, year: FinancialYear, *links: Link) -> list[dict[str, str]]:
    return from_ledger(board, year, (_("Shared streams"), _address(board, year)), *links)


@office_page(Permission.KEEP_LEDGER)
def sharings(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """What was shared in a year, the latest first."""
    board, found = _board_and_year(request, key, year)
    rows = Sharing.objects.filter(board=board, year=found).select_related("stream", "shared_by")
    context = {"board": board, "year": found, "rows": presenters.rows(rows), "breadcrumbs": from_ledger(board, found)}
    return render(request, "budgets/sharings.html", context)


@office_page(Permission.KEEP_LEDGER)
def share(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """Ask what to share and how; show what comes of it; post it once that is confirmed."""
    board, found = _board_and_year(request, key, year)
    form = _form(request, board)
    if form.is_valid():
        try:
            return _answer(request, form, board, found)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    words = {"title": _("Share a stream"), "subtitle": f"{board.name} · {found}", "button": _("See the shares")}
    context = {**words, "breadcrumbs": _way(board, found), **asked(form)}
    return render(request, "budgets/share.html", context)


def _form(request: HttpRequest, board: Body) -> ShareForm:
    streams = FundingStream.objects.filter(body__in=(board.pk, board.parent_id)).order_by(*by_title("name"))
    clusters = Cluster.objects.filter(parent=board.pk).current(on=clock.today()).in_order()
    names = {one.pk: one.name for one in clusters}
    return ShareForm(list(streams), names, request.POST if request.method == "POST" else None)


def _answer(request: HttpRequest, form: ShareForm, board: Body, year: FinancialYear) -> HttpResponse:
    """Post what was looked at and confirmed; show what would be posted before that."""
    answers = form.cleaned_data
    amount, method = answers["amount"], Sharing.Method(answers["method"])
    worked = work_out(board, amount, method, form.by_hand, on=clock.today())
    if not answers["seen"]:
        return _preview(request, form, board, year, worked)
    who = acting(request)
    what = {"stream": form.stream, "reason": answers["reason"], "key": answers["key"], "seen": answers["seen"]}
    posted = post_sharing(board=board, year=year, worked=worked, **what, **who)
    return HttpResponseRedirect(reverse("budgets:sharing", kwargs={"key": posted.pk}))


def _preview(request: HttpRequest, form: ShareForm, board: Body, year: FinancialYear, worked: Worked) -> HttpResponse:
    found = presenters.page(worked.inputs, worked.amount, worked.method, worked.shares)
    again = {"hidden": form.sent_again(digest_of(worked)), "button": _("Post these allocations")}
    words = {
        "title": _("Look at the shares"),
        "subtitle": f"{board.name} · {year}",
        "stream": form.stream,
        "board": board,
        "year": year,
    }
    context = {**found, **again, **words, "breadcrumbs": _way(board, year)}
    return render(request, "budgets/share-preview.html", context)


@office_page(Permission.KEEP_LEDGER)
def sharing(request: HttpRequest, key: int) -> HttpResponse:
    """One sharing with its formula and inputs, worked out again from them."""
    reach = request.powers.bodies(Permission.KEEP_LEDGER).values("pk")
    kept = Sharing.objects.select_related("board", "stream", "year", "shared_by")
    found = get_object_or_404(kept, pk=key, board__in=reach)
    shares = {int(cluster): Decimal(share) for cluster, share in found.shares.items()}
    context = {
        **presenters.page(found.inputs, found.amount, found.method, shares),
        "sharing": found,
        "is_same": shares_of(found.inputs, found.amount, found.method) == shares,
        "breadcrumbs": _way(found.board, found.year),
    }
    return render(request, "budgets/sharing.html", context)
