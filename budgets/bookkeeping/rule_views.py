"""Thresholds and rules of reporting of a board, each with its days, and receipts of money."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.actions import receipts as receipt_actions
from budgets.actions import rules as rule_actions
from budgets.bookkeeping import presenters, queries
from budgets.bookkeeping.pages import answers, ask, board_and_year, done
from budgets.bookkeeping.stream_forms import BandForm, ReceiptForm, RuleForm
from budgets.breadcrumbs import from_ledger
from budgets.models import ApprovalBand, Entry, ReportingRule
from common import clock
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk


@office_page(Permission.APPROVE_BUDGETS)
def thresholds(request: HttpRequest) -> HttpResponse:
    """The boards in reach, each with the threshold that holds today."""
    boards = queries.boards(request.powers, Permission.APPROVE_BUDGETS).in_order()
    rows = [(board, presenters.threshold_words(board, clock.today())) for board in boards]
    return render(request, "budgets/thresholds.html", {"rows": rows, "breadcrumbs": from_desk()})


@office_page(Permission.APPROVE_BUDGETS)
def bands(request: HttpRequest, key: int) -> HttpResponse:
    """From which amount on a second person decides: now, before, and from another day on."""
    board = get_object_or_404(queries.boards(request.powers, Permission.APPROVE_BUDGETS), pk=key)
    form = BandForm(answers(request), initial={"start": clock.today()}, stands=lambda: rule_actions.bands_of(board))
    further = reverse("budgets:bands", kwargs={"key": board.pk})
    way_on = done(form, lambda: rule_actions.set_band(board=board, **form.cleaned_data, **acting(request)), further)
    rows = [presenters.band_row(one) for one in ApprovalBand.objects.filter(board=board).order_by("-during")]
    words = {
        "title": _("Threshold for a second person"),
        "subtitle": board.name,
        "caption": _("Thresholds, the latest first"),
        "headings": [_("From this amount on")],
    }
    way = from_desk((_("Thresholds for a second person"), reverse("budgets:thresholds")))
    return way_on or ask(request, form, way, "budgets/rules.html", rows=rows, **words)


@office_page(Permission.KEEP_LEDGER)
def rules(request: HttpRequest, key: int) -> HttpResponse:
    """How a board reports its money: now, before, and from another day on."""
    board = get_object_or_404(queries.boards(request.powers), pk=key)
    form = RuleForm(answers(request), initial={"start": clock.today()}, stands=lambda: rule_actions.rules_of(board))
    further = reverse("budgets:rules", kwargs={"key": board.pk})
    way_on = done(form, lambda: rule_actions.set_rule(body=board, **form.cleaned_data, **acting(request)), further)
    rows = [presenters.rule_row(one) for one in ReportingRule.objects.filter(body=board).order_by("-during")]
    words = {
        "title": _("Rules of reporting"),
        "subtitle": board.name,
        "caption": _("Rules, the latest first"),
        "headings": [_("Differences need a reason from"), _("Lines shown from"), _("Whole-time equivalents from")],
    }
    way = from_desk((_("Ledgers"), reverse("budgets:ledgers")))
    return way_on or ask(request, form, way, "budgets/rules.html", rows=rows, **words)


@office_page(Permission.KEEP_LEDGER)
def receipts(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """The allocations of a board's year: when each was promised, when it came, how late."""
    board, found = board_and_year(request, key, year)
    on = clock.today()
    rows = [presenters.receipt_row(entry, on) for entry in queries.allocations_of(board, found)]
    context = {"board": board, "year": found, "rows": rows, "breadcrumbs": from_ledger(board, found)}
    return render(request, "budgets/receipts.html", context)


@office_page(Permission.KEEP_LEDGER)
def receive(request: HttpRequest, key: int) -> HttpResponse:
    """Record that money came."""
    lines = queries.line_with(request.powers, Permission.KEEP_LEDGER)
    entries = Entry.objects.filter(line__in=lines.values("pk")).select_related("line__body__parent", "line__year")
    entry = get_object_or_404(entries, pk=key)
    board, year = entry.line.body.parent, entry.line.year
    form = ReceiptForm(answers(request), initial={"received_on": clock.today()})
    further = reverse("budgets:receipts", kwargs={"key": board.pk, "year": year.first_year})
    way_on = done(
        form, lambda: receipt_actions.record_receipt(entry=entry, **form.cleaned_data, **acting(request)), further
    )
    words = {"title": _("Record that money came"), "subtitle": presenters.entry_words(entry)}
    return way_on or ask(request, form, from_ledger(board, year, (_("Money that came"), further)), **words)
