"""What of bookkeeping waits for a finance officer: money in suspense to clear, and a month to close."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, Min, OuterRef, Q, QuerySet, Sum, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.bookkeeping.queries import boards
from budgets.models import BudgetLine, Entry, FinancialYear, Kind, PeriodClosing
from budgets.words import period_words
from common.dates import MONTHS
from common.numbers import pounds
from governance import waiting
from governance.models import Body
from governance.powers.permissions import Permission
from governance.waiting import Waiting, Worker

KEEP = Permission.KEEP_LEDGER
DAY = datetime.timedelta(days=1)


def _suspense(worker: Worker) -> Iterator[Waiting]:
    """Return the money in suspense of each board and year whose ledger somebody keeps: one query, or two."""
    if not worker.powers.holds(KEEP):
        return
    rows = list(in_suspense(worker))
    names = waiting.bodies_of(row["board"] for row in rows)
    for row in rows:
        yield Waiting(
            _("Clear money in suspense: %(amount)s") % {"amount": pounds(row["amount"])},
            reverse("budgets:suspense", kwargs={"key": row["board"], "year": row["line__year__first_year"]}),
            names[row["board"]],
            KEEP,
            since=row["first"],
            note=str(FinancialYear(first_year=row["line__year__first_year"])),
        )


def in_suspense(worker: Worker) -> QuerySet[Any]:
    own = Case(
        When(line__body__body_kind=Body.Kind.HEALTH_BOARD, then=F("line__body")), default=F("line__body__parent")
    )
    held = Entry.objects.filter(line__heading=BudgetLine.Heading.SUSPENSE, kind=Kind.ACTUAL)
    standing = held.filter(reverses=None, reversed_by=None).annotate(board=own)
    mine = standing.filter(board__in=boards(worker.powers).values("pk"))
    sums = mine.values("board", "line__year__first_year").annotate(amount=Sum("amount"), first=Min("dated_on"))
    return sums.order_by("line__year__first_year", "board")


def _months(worker: Worker) -> Iterator[Waiting]:
    """Return the first month of each year that has ended and is not closed, of the boards whose ledger one keeps."""
    if not worker.powers.holds(KEEP):
        return
    for board in boards(worker.powers):
        for year, closed in years_of(board):
            month = first_open(year, set(closed), on=worker.on)
            if month is not None:
                yield _to_close(board, year, month)


def years_of(board: Body) -> list[tuple[FinancialYear, list[int]]]:
    """Return the years in which a board has lines, each with the periods that are closed."""
    lines = BudgetLine.objects.filter(Q(body=board) | Q(body__parent=board), year=OuterRef("pk"))
    closed = PeriodClosing.objects.filter(board=board, year=OuterRef("pk"), reopened_at=None).values("period")
    found = FinancialYear.objects.filter(Exists(lines)).annotate(closed=ArraySubquery(closed)).order_by("first_year")
    return [(one, one.closed) for one in found]


def first_open(year: FinancialYear, closed: set[int], *, on: datetime.date) -> int | None:
    """Return the first month of a year that has ended by a day and is not closed."""
    ended = (month for month in range(1, MONTHS + 1) if _day_after(year, month) <= on)
    return next((month for month in ended if month not in closed), None)


def _day_after(year: FinancialYear, month: int) -> datetime.date:
    return year.ends_on if month == MONTHS else year.dates.first_day_of(month + 1)


def _to_close(board: Body, year: FinancialYear, month: int) -> Waiting:
    return Waiting(
        _("Close the month: %(month)s") % {"month": period_words(month, year)},
        reverse("budgets:ledger", kwargs={"key": board.pk, "year": year.first_year}),
        board,
        KEEP,
        since=_day_after(year, month),
    )


KINDS = [
    waiting.Kind("suspense", gettext_lazy("Money"), _suspense),
    waiting.Kind("months", gettext_lazy("Money"), _months),
]
