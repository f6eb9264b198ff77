"""Lines that open, periods that close, and what is carried over at the end of a year."""

from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common import public
from common.errors import Refused
from governance.models import Body
from governance.permissions import Permission
from governance.policies import powers_of
from plans.budgets.ledger import balances
from plans.budgets.models import ADJUSTMENT, BudgetLine, FinancialYear, FundingStream, MoneyRequest, PeriodClosing
from plans.budgets.policies import check_line
from plans.budgets.posting import Day, Moment, need, recorded


def open_line(
    *, body: Body, stream: FundingStream, year: FinancialYear, by: Person, at: Moment, on: Day, **details: Any
) -> BudgetLine:
    """Open a line of a body for a year; `details` are its heading, titles, category, codes and action."""
    powers = powers_of(by, on=on)
    line = BudgetLine(body=body, stream=stream, year=year, opened_by=by, opened_at=at, **details)
    through = check_line(powers, Permission.WRITE_BUDGETS, line)
    with recorded("open_line", powers, Permission.WRITE_BUDGETS, through, by=by, at=at) as record:
        line.save()
        audit.about(record, line)
    return line


def close_period(*, board: Body, year: FinancialYear, period: int, by: Person, at: Moment, on: Day) -> PeriodClosing:
    """Close a period of a board: from now on it takes no entry, and the public may read what stands in it."""
    powers = powers_of(by, on=on)
    powers.check(Permission.KEEP_LEDGER, board)
    with recorded("close_period", powers, Permission.KEEP_LEDGER, board, by=by, at=at) as record:
        if PeriodClosing.objects.filter(board=board, year=year, period=period, reopened_at=None).exists():
            raise Refused(_("This period is closed already."))
        closing = PeriodClosing.objects.create(board=board, year=year, period=period, closed_by=by, closed_at=at)
        audit.about(record, closing, period=period)
        public.raise_version()
    return closing


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


def propose_carry_over(
    *, board: Body, year: FinancialYear, reason: str, by: Person, at: Moment, on: Day
) -> list[MoneyRequest]:
    """Ask, line by line, that what is left in a year be carried over, for the streams that allow it.

    March must be closed, so that what is left stays what it is. Lines of the next year are opened where they lack.
    """
    powers = powers_of(by, on=on)
    powers.check(Permission.KEEP_LEDGER, board)
    need(reason)
    with recorded("propose_carry_over", powers, Permission.KEEP_LEDGER, board, by=by, at=at) as record:
        closed = PeriodClosing.objects.filter(board=board, year=year, period=ADJUSTMENT - 1, reopened_at=None)
        if not closed.exists():
            raise Refused(_("Close March first."))
        following, _is_new = FinancialYear.objects.get_or_create(first_year=year.first_year + 1)
        lines = BudgetLine.objects.filter(year=year, stream__allows_carry_over=True, body__parent=board)
        lines = lines.exclude(requests_from__what=MoneyRequest.What.CARRY_OVER)
        left = balances(lines)
        proposed = [
            MoneyRequest.objects.create(
                what=MoneyRequest.What.CARRY_OVER,
                from_line=line,
                to_line=_same_line(line, following, by=by, at=at),
                amount=left[line.pk].free,
                reason=reason,
                requested_by=by,
                requested_at=at,
            )
            for line in lines.order_by("pk")
            if line.pk in left and left[line.pk].free > 0
        ]
        audit.about(record, board, requests=[one.pk for one in proposed])
    return proposed


def _same_line(line: BudgetLine, year: FinancialYear, *, by: Person, at: Moment) -> BudgetLine:
    """Return the line for the same thing in another year; open it where there is none."""
    same: dict[str, Any] = {name: getattr(line, name) for name in SAME}
    found = BudgetLine.objects.filter(year=year, **same).first()
    return found or BudgetLine.objects.create(year=year, opened_by=by, opened_at=at, **same)


# What tells that a line of another year is for the same thing.
SAME = ("body", "stream", "heading", "action", "title_en", "title_cy", "category", "cost_centre", "subjective_code")
