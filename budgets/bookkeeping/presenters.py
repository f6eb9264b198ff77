"""How the pages of the ledger say what stands in it: amounts and words, never a sign or a colour alone."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.bookkeeping.books import PERIODS, Books, Missing
from budgets.bookkeeping.postings import POSTINGS
from budgets.ledger import Balance, total
from budgets.models import ADJUSTMENT, ApprovalBand, BudgetLine, Entry, FinancialYear, Kind, MoneyRequest, ReportingRule
from budgets.position import MONTHS
from budgets.rules import threshold_of
from budgets.words import left_words, period_words
from common.dates import date_format
from common.numbers import number, pounds
from governance.models import Body


def ledger(books: Books) -> dict[str, Any]:
    """Return what the month-end page of a board shows."""
    return {
        "board": books.board,
        "year": books.year,
        "periods": [_period(books, period) for period in PERIODS],
        "streams": [{"title": str(stream), "amounts": amounts(found)} for stream, found in books.by_stream()],
        "bodies": [_body(books, body, found) for body, found in books.by_body()],
        "totals": amounts(books.total),
    }


def amounts(found: Balance) -> list[str]:
    """Return the parts of a balance in the order of the identity: what adds, what takes, what is free."""
    parts = (
        found.allocated,
        found.carried_over,
        found.moved_in - found.moved_out,
        found.open_commitments,
        found.spent,
        found.free,
    )
    return [pounds(part) for part in parts]


def _body(books: Books, body: Body, found: Balance) -> dict[str, Any]:
    address = reverse("budgets:lines", kwargs={"key": body.pk, "year": books.year.first_year})
    return {"title": body.name, "href": address, **line_amounts(found)}


def _period(books: Books, period: int) -> dict[str, Any]:
    state = _state(books, period)
    return {**state, "missing": missing_words(books.missing(period)) if state["is_open"] else []}


def _state(books: Books, period: int) -> dict[str, Any]:
    closing = books.closings.get(period)
    is_open = closing is None and books.has_begun(period)
    there = {"key": books.board.pk, "year": books.year.first_year, "period": period}
    return {
        "title": period_words(period, books.year),
        "number": period,
        "closing": closing,
        "is_open": is_open,
        "close": reverse("budgets:close_period", kwargs=there) if is_open else "",
        "reopen": reverse("budgets:reopen_period", kwargs={"key": closing.pk}) if closing else "",
    }


def missing_words(found: Missing) -> list[str]:
    """Return a sentence for each thing that is still missing."""
    told = [
        (found.in_suspense, _("Money in suspense: %(count)s"), pounds(found.in_suspense)),
        (found.without_actual, _("Lines without spending in this period: %(count)s"), len(found.without_actual)),
        (found.without_forecast, _("Lines without a forecast after it: %(count)s"), len(found.without_forecast)),
        (found.accruals, _("Accruals that were not reversed: %(count)s"), found.accruals),
        (found.waiting, _("Requests that wait to be decided: %(count)s"), found.waiting),
        (found.promised, _("Allocations promised that have not come: %(count)s"), found.promised),
        (found.imports, _("Extracts that were not posted: %(count)s"), found.imports),
    ]
    return [words % {"count": count} for is_missing, words, count in told if is_missing]


def line_row(line: BudgetLine, found: Balance) -> dict[str, Any]:
    """Return how a line stands in the list of a body's lines."""
    return {
        "line": line,
        "title": str(line.title),
        "codes": " ".join(part for part in (line.cost_centre, line.subjective_code) if part),
        **line_amounts(found),
    }


def line_amounts(found: Balance) -> dict[str, Any]:
    """Return what may be spent, is committed, was spent and is left."""
    shown = [pounds(part) for part in (found.budget, found.open_commitments, found.spent)]
    return {"amounts": shown, "left": left_words(found.free)}


# --- one line's entries ---


def entry_row(entry: Entry, line: BudgetLine, *, keeps: bool) -> dict[str, Any]:
    """Return how one entry reads: what it did, what was left then, and what takes it back or is taken back by it."""
    return {
        "entry": entry,
        "what": _what(entry, line),
        "amount": pounds(entry.amount),
        "left": left_words(entry.free_after),
        "period": period_words(entry.period, line.year),
        "notes": _notes(entry),
        "may_reverse": keeps and line.closed_at is None and is_reversible(entry),
    }


def is_reversible(entry: Entry) -> bool:
    return entry.kind != Kind.FORECAST and entry.reverses_id is None and reversal_of(entry) is None


def reversal_of(entry: Entry) -> Entry | None:
    """Return the entry that took one back."""
    found: Entry | None = getattr(entry, "reversed_by", None)
    return found


def _what(entry: Entry, line: BudgetLine) -> str:
    if entry.to_line is not None:
        words = _("Virement from: %(line)s") if entry.to_line_id == line.pk else _("Virement to: %(line)s")
        other = entry.line if entry.to_line_id == line.pk else entry.to_line
        return words % {"line": other.title}
    if entry.kind == Kind.ACTUAL and entry.amount < 0 and entry.reverses_id is None:
        return _("Money that came back")
    return str(entry.get_kind_display())


def _notes(entry: Entry) -> list[str]:
    found = reversal_of(entry)
    told = [
        (entry.reverses_id, _("Takes back entry %(what)s"), entry.reverses_id),
        (found, _("Taken back by entry %(what)s"), found.pk if found else ""),
        (entry.draws_on_id, _("Draws on commitment %(what)s"), entry.draws_on_id),
        (entry.drawn, _("Committed before: %(what)s"), pounds(entry.drawn)),
        (entry.decision_id, _("Decision: %(what)s"), entry.decision.title if entry.decision else ""),
        (entry.reference, _("Reference: %(what)s"), entry.reference),
        (entry.promised_on, _("Promised for: %(what)s"), date_format(entry.promised_on) if entry.promised_on else ""),
        (entry.received_on, _("Received on: %(what)s"), date_format(entry.received_on) if entry.received_on else ""),
    ]
    return [words % {"what": what} for is_told, words, what in told if is_told]


def periods_open(year: FinancialYear, closed: set[int]) -> list[tuple[str, str]]:
    """Return the periods that take entries, as choices."""
    return [(str(period), period_words(period, year)) for period in PERIODS if period not in closed]


def closing(books: Books, period: int) -> dict[str, Any]:
    """Return what is said before a period is closed: what is missing, and which earlier periods are open."""
    found = books.missing(period)
    earlier = [period_words(one, books.year) for one in range(1, period) if one not in books.closings]
    return {
        "missing": missing_words(found),
        "without_actual": found.without_actual,
        "without_forecast": found.without_forecast,
        "earlier": ", ".join(earlier),
    }


def postings(line: BudgetLine) -> list[dict[str, str]]:
    """Return the links to what may be posted on a line."""
    there = {kind: reverse("budgets:post", kwargs={"key": line.pk, "kind": kind}) for kind in POSTINGS}
    return [{"text": str(POSTINGS[kind].title), "href": address} for kind, address in there.items()]


def entry_words(entry: Entry) -> str:
    """Return an entry in words, for the head of a page about it."""
    said = {"number": entry.pk, "kind": entry.get_kind_display(), "amount": pounds(entry.amount)}
    return _("Entry %(number)s: %(kind)s, %(amount)s") % said


# --- money that came, and rules with their days ---


def receipt_row(entry: Entry, on: datetime.date) -> dict[str, Any]:
    """Return an allocation with the days of its promise and its coming, and how late it is or was."""
    return {
        "entry": entry,
        "amount": pounds(entry.amount),
        "came": entry.came_on,
        "late": _late(entry.promised_on, entry.came_on or on),
    }


def _late(promised: datetime.date | None, came: datetime.date) -> str:
    if promised is None:
        return _("No day was promised")
    days = (came - promised).days
    return _("Days late: %(days)s") % {"days": days} if days > 0 else _("In time")


def threshold_words(board: Body, on: datetime.date) -> str:
    """Return in words from which amount on a second person decides."""
    threshold = threshold_of(board, on=on)
    if threshold <= 0:
        return _("A second person decides on every virement.")
    return _("A second person decides from this amount on: %(amount)s") % {"amount": pounds(threshold)}


def band_row(band: ApprovalBand) -> dict[str, Any]:
    together = _("Days that count together: %(days)s") % {"days": number(band.days_together)}
    return {"days": f"{_days(band.during)} · {together}", "amounts": [pounds(band.threshold)]}


def rule_row(rule: ReportingRule) -> dict[str, Any]:
    posts = number(rule.posts_shown_from, 2)
    return {"days": _days(rule.during), "amounts": [pounds(rule.variance_from), pounds(rule.pounds_shown_from), posts]}


def _days(during: Any) -> str:
    """Return from when until when something holds; a range ends on the day before its upper bound."""
    first = date_format(during.lower) if during.lower else _("from the beginning")
    last = date_format(during.upper - datetime.timedelta(days=1)) if during.upper else _("until another is set")
    return f"{first} – {last}"  # noqa: RUF001


# --- the end of a year, and suspense ---


def year_end(
    books: Books, proposals: Iterable[MoneyRequest], left: Iterable[tuple[BudgetLine, Decimal, Any]]
) -> dict[str, Any]:
    """Return what stands at the end of a year: which periods are closed, what lapses, what was proposed."""
    lapsing = [line for line in books.lines if not line.stream.allows_carry_over and books.free_on(line) > 0]
    return {
        "board": books.board,
        "year": books.year,
        "subtitle": f"{books.board.name}, {books.year}",
        "periods": [_state(books, period) for period in (MONTHS, ADJUSTMENT)],
        "march_is_closed": MONTHS in books.closings,
        "lapsing": [{"line": line, "amount": pounds(books.free_on(line))} for line in lapsing],
        "lapsing_total": pounds(total(books.balances[line.pk] for line in lapsing).free),
        "proposals": [_proposal(one) for one in proposals],
        "carried": [{"line": line, "free": pounds(free), "field": field} for line, free, field in left],
    }


def _proposal(request: MoneyRequest) -> dict[str, Any]:
    return {"request": request, "line": request.from_line, "amount": pounds(request.amount)}


def suspense_row(entry: Entry, year: FinancialYear) -> dict[str, Any]:
    return {"entry": entry, "amount": pounds(entry.amount), "period": period_words(entry.period, year)}


def spent_words(found: Balance) -> str:
    return pounds(found.spent)
