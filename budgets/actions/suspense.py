"""Clearing suspense: spending that fitted no open line is put where it belongs, by a person."""

from dataclasses import replace

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from budgets.actions.posting import USED, Day, Moment, Told, hold, keeping, post, post_reversal, posted_before
from budgets.models import BudgetLine, Entry, Kind, PeriodClosing
from budgets.policies import board_of
from common.errors import Refused
from common.money import LARGEST_AMOUNT


def clear_suspense(*, entry: Entry, to_line: BudgetLine, told: Told, by: Person, at: Moment, on: Day) -> Entry:
    """Take spending out of suspense and post it on another line, both at once; under the same key only once.

    It keeps its period where that is open; else it stands in the period of the day that is told.
    """
    with keeping("clear_suspense", entry.line, by=by, at=at, on=on) as record:
        hold(entry.line, to_line)
        there = posted_before(record, Kind.ACTUAL, to_line, entry.amount, told)
        if there is not None:
            return _again(there, entry)
        _refuse(entry, to_line)
        if not _is_closed(entry):
            told = replace(told, dated_on=entry.dated_on, period=entry.period)
        post_reversal(record, entry, told, by=by, at=at)
        moved = post(record, Kind.ACTUAL, to_line, entry.amount, told, by=by, at=at, least=-LARGEST_AMOUNT)
        audit.about(record, entry.line, entry=moved.pk, reverses=entry.pk, to_line=to_line.pk)
    return moved


def _again(there: Entry, entry: Entry) -> Entry:
    """Return what a key let in before, where it took this very entry out of suspense."""
    if not Entry.objects.filter(reverses=entry).exists():
        raise Refused(USED)
    return there


def _refuse(entry: Entry, to_line: BudgetLine) -> None:
    one = entry.line
    if one.heading != BudgetLine.Heading.SUSPENSE or entry.kind != Kind.ACTUAL or entry.reverses_id is not None:
        raise Refused(_("Only spending in suspense is moved in this way."))
    if Entry.objects.filter(reverses=entry).exists():
        raise Refused(_("This spending was taken out of suspense already."))
    if to_line.heading == BudgetLine.Heading.SUSPENSE:
        raise Refused(_("Choose a line that is not in suspense itself."))
    if board_of(one.body).pk != board_of(to_line.body).pk or one.year_id != to_line.year_id:
        raise Refused(_("Spending in suspense stays in its board and year."))


def _is_closed(entry: Entry) -> bool:
    board = board_of(entry.line.body)
    closed = PeriodClosing.objects.filter(board=board, year=entry.line.year, period=entry.period, reopened_at=None)
    return closed.exists()
