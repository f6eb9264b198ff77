"""Lines that open, periods that close, and what is carried over at the end of a year."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from budgets.actions.posting import (
    Day,
    Moment,
    amount_of,
    hold,
    need,
    recorded,
    refuse_closed,
    refuse_other_collaborative,
)
from budgets.carrying import carried_from, carry_over_asked
from budgets.ledger import Balance, balances
from budgets.models import ADJUSTMENT, BudgetLine, FinancialYear, FundingStream, MoneyRequest, PeriodClosing
from budgets.policies import check_line
from common import public
from common.errors import Refused
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of


def open_line(
    *, body: Body, stream: FundingStream, year: FinancialYear, by: Person, at: Moment, on: Day, **details: Any
) -> BudgetLine:
    """Open a line of a body for a year; `details` are its heading, titles, category, codes and action."""
    powers = powers_of(by, on=on)
    line = BudgetLine(body=body, stream=stream, year=year, opened_by=by, opened_at=at, **details)
    through = check_line(powers, Permission.WRITE_BUDGETS, line)
    refuse_other_collaborative(line)
    with recorded("open_line", powers, Permission.WRITE_BUDGETS, through, by=by, at=at) as record:
        line.save()
        audit.about(record, line)
    return line


def close_period(*, board: Body, year: FinancialYear, period: int, by: Person, at: Moment, on: Day) -> PeriodClosing:
    """Close a period of a board: from now on it takes no entry, and the public may read what stands in it."""
    powers = powers_of(by, on=on)
    powers.check(Permission.KEEP_LEDGER, board)
    with recorded("close_period", powers, Permission.KEEP_LEDGER, board, by=by, at=at) as record:
        _hold_ledger(board, year)
        if PeriodClosing.objects.filter(board=board, year=year, period=period, reopened_at=None).exists():
            raise Refused(_("This period is closed already."))
        closing = PeriodClosing.objects.create(board=board, year=year, period=period, closed_by=by, closed_at=at)
        audit.about(record, closing, period=period)
        public.raise_version()
    return closing


def _hold_ledger(board: Body, year: FinancialYear) -> None:
    """Wait for whoever is posting, or closing a period, so that nothing comes into a period after it was closed."""
    Body.objects.select_for_update(of=("self",), no_key=True).get(pk=board.pk)
    hold(*BudgetLine.objects.filter(Q(body=board) | Q(body__parent=board), year=year))


def reopen_period(*, closing: PeriodClosing, reason: str, by: Person, at: Moment, on: Day) -> PeriodClosing:
    """Open a closed period again, for a reason that the record shows."""
    powers = powers_of(by, on=on)
    powers.check(Permission.KEEP_LEDGER, closing.board)
    need(reason)
    with recorded("reopen_period", powers, Permission.KEEP_LEDGER, closing.board, by=by, at=at) as record:
        closing = PeriodClosing.objects.select_for_update().get(pk=closing.pk)
        if closing.reopened_at is not None:
            raise Refused(_("This period was opened again already."))
        closing.reopened_by, closing.reopened_at, closing.reopening_reason = by, at, reason
        closing.save()
        audit.about(record, closing, period=closing.period)
        public.raise_version()
    return closing


def open_year(*, board: Body, first_year: int, by: Person, at: Moment, on: Day) -> FinancialYear:
    """Open a financial year, where nobody did before: it is the same for every board."""
    powers = powers_of(by, on=on)
    powers.check(Permission.KEEP_LEDGER, board)
    with recorded("open_year", powers, Permission.KEEP_LEDGER, board, by=by, at=at) as record:
        year, is_new = FinancialYear.objects.get_or_create(first_year=first_year)
        audit.about(record, board, year=str(year), is_new=is_new)
    return year


def propose_carry_over(
    *,
    board: Body,
    year: FinancialYear,
    reason: str,
    by: Person,
    at: Moment,
    on: Day,
    amounts: Mapping[int, Decimal] | None = None,
) -> list[MoneyRequest]:
    """Ask, line by line, that what is left in a year be carried over, for the streams that allow it.

    March must be closed, so that what is left stays what it is. Lines of the next year are opened where they lack.
    `amounts` says how much of which line, by its key; all that is left of every line for None.
    """
    powers = powers_of(by, on=on)
    powers.check(Permission.KEEP_LEDGER, board)
    need(reason)
    with recorded("propose_carry_over", powers, Permission.KEEP_LEDGER, board, by=by, at=at) as record:
        _hold_ledger(board, year)
        closed = PeriodClosing.objects.filter(board=board, year=year, period=ADJUSTMENT - 1, reopened_at=None)
        if not closed.exists():
            raise Refused(_("Close March first."))
        following, _is_new = FinancialYear.objects.get_or_create(first_year=year.first_year + 1)
        asked = {"what": MoneyRequest.What.CARRY_OVER, "reason": reason, "requested_by": by, "requested_at": at}
        asked["on_behalf_of"] = record.on_behalf_of
        proposed = [
            MoneyRequest.objects.create(
                from_line=line, to_line=_same_line(line, following, by=by, at=at), amount=amount, **asked
            )
            for line, amount in _proposals(board, year, amounts)
        ]
        audit.about(record, board, requests=[one.pk for one in proposed])
    return proposed


def left_to_carry(board: Body, year: FinancialYear) -> list[tuple[BudgetLine, Decimal]]:
    """Return the lines of which something is left that may be carried over and was not asked for, with how much."""
    lines = BudgetLine.objects.filter(Q(body=board) | Q(body__parent=board), year=year)
    lines = lines.filter(stream__allows_carry_over=True)
    found = list(lines.select_related("body", "stream").order_by("body__sort_key", "body", "pk"))
    free, carried, asked = balances(lines), carried_from(found), carry_over_asked(found)
    left = [(one, free.get(one.pk, Balance()).free - carried[one.pk] - asked[one.pk]) for one in found]
    return [(line, amount) for line, amount in left if amount > 0]


def _proposals(
    board: Body, year: FinancialYear, amounts: Mapping[int, Decimal] | None
) -> list[tuple[BudgetLine, Decimal]]:
    left = left_to_carry(board, year)
    if amounts is None:
        amounts = {line.pk: free for line, free in left}
    if set(amounts) - {line.pk for line, _free in left}:
        raise Refused(_("Nothing of one of these lines is left to be carried over. Look at them again."))
    chosen = [(line, amounts[line.pk], free) for line, free in left if line.pk in amounts]
    if any(amount > free for _line, amount, free in chosen):
        raise Refused(_("So much is not left on the line that it comes from."))
    return [(line, amount_of(amount)) for line, amount, _free in chosen]


def _same_line(line: BudgetLine, year: FinancialYear, *, by: Person, at: Moment) -> BudgetLine:
    """Return the line for the same thing in another year; open it where there is none."""
    same: dict[str, Any] = {name: getattr(line, name) for name in SAME}
    found = BudgetLine.objects.filter(year=year, **same).first()
    if found is not None:
        refuse_closed(found)
    return found or BudgetLine.objects.create(year=year, opened_by=by, opened_at=at, **same)


# What tells that a line of another year is for the same thing.
SAME = ("body", "stream", "heading", "action", "title_en", "title_cy", "category", "cost_centre", "subjective_code")
