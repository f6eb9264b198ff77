"""What leads write: what lines will cost, why that differs from their budgets, and new lines with their money."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from budgets.actions.entries import forecast
from budgets.actions.periods import open_line
from budgets.actions.posting import Day, Moment, Told, hold, recorded, refuse_closed
from budgets.actions.requests import request_virement
from budgets.models import BudgetLine, Entry, Kind, MoneyRequest, VarianceReason
from budgets.policies import board_of, check_line
from budgets.position import closed_through, standings
from budgets.rules import reporting_rule
from common.dates import period_of
from common.errors import Meanwhile, Refused
from common.numbers import pounds
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of


@dataclass(frozen=True)
class Said:
    """What somebody says of one line: the cost of periods, and why it differs from the budget."""

    line: BudgetLine
    amounts: dict[int, Decimal]
    why_en: str = ""
    why_cy: str = ""


class NeedsReason(Refused):
    """A forecast differs from its budget by so much that somebody must say why; `lines` has a sentence for each."""

    def __init__(self, lines: dict[int, str]) -> None:
        super().__init__(" ".join(lines.values()))
        self.lines = lines


def latest_forecast(lines: Sequence[BudgetLine]) -> int:
    """Return the last forecast said of any of some lines, by which one who looked earlier is told; 0 for none."""
    found = Entry.objects.filter(line__in=[line.pk for line in lines], kind=Kind.FORECAST)
    return found.aggregate(latest=Max("pk"))["latest"] or 0


@transaction.atomic
def say_forecasts(
    *, lines: Sequence[BudgetLine], said: Sequence[Said], reason: str, seen: int, by: Person, at: Moment, on: Day
) -> None:
    """Forecast several lines of one body and year, all or none; `seen` is the last forecast of `lines` when shown."""
    hold(*lines)
    if latest_forecast(lines) != seen:
        raise Meanwhile(_("Somebody else has changed these forecasts since you opened them. Look at them again."))
    for one in said:
        told = Told(one.line.year.dates.nearest(on), reason)
        if one.amounts:
            forecast(line=one.line, amounts=one.amounts, told=told, by=by, at=at, on=on)
    _explain(said, by=by, at=at, on=on)


def _explain(said: Sequence[Said], *, by: Person, at: Moment, on: Day) -> None:
    """Keep the reasons that were given; raise where a line needs one and has none for how it now differs."""
    lines = [one.line for one in said]
    if not lines:
        return
    board, year = board_of(lines[0].body), lines[0].year
    found = standings([line.pk for line in lines], closed_through=closed_through(board, year))
    least = reporting_rule(board, on=on).variance_from
    lacking = {}
    for one in said:
        variance = found[one.line.pk].variance if one.line.pk in found else None
        if variance is None:
            continue
        if one.why_en or one.why_cy:
            give_variance_reason(said=one, variance=variance, by=by, at=at, on=on)
        elif variance and abs(variance) >= least and not _is_explained(one.line, variance):
            lacking[one.line.pk] = _needed(one.line, variance)
    if lacking:
        raise NeedsReason(lacking)


def _is_explained(line: BudgetLine, variance: Decimal) -> bool:
    latest = line.variance_reasons.first()
    return latest is not None and latest.variance == variance


def _needed(line: BudgetLine, variance: Decimal) -> str:
    words = {"line": line.title, "amount": pounds(abs(variance))}
    if variance > 0:
        return _("%(line)s: the forecast is %(amount)s over budget. Say why.") % words
    return _("%(line)s: the forecast is %(amount)s under budget. Say why.") % words


def give_variance_reason(*, said: Said, variance: Decimal, by: Person, at: Moment, on: Day) -> VarianceReason:
    """Say why a line is forecast to end the year above or below its budget."""
    powers = powers_of(by, on=on)
    line = said.line
    body = check_line(powers, Permission.WRITE_BUDGETS, line)
    with recorded("give_variance_reason", powers, Permission.WRITE_BUDGETS, body, by=by, at=at) as record:
        hold(line)
        refuse_closed(line)
        reason = VarianceReason.objects.create(
            line=line,
            period=period_of(line.year.dates.nearest(on)),
            variance=variance,
            reason_en=said.why_en,
            reason_cy=said.why_cy,
            given_by=by,
            given_at=at,
        )
        audit.about(record, reason, variance=str(variance))
    return reason


@transaction.atomic
def open_line_with_money(
    *, unassigned: BudgetLine, amount: Decimal | None, reason: str, by: Person, at: Moment, on: Day, **details: Any
) -> tuple[BudgetLine, MoneyRequest | None]:
    """Open a line, and ask that money of its stream that is not assigned yet be moved to it, where an amount is given.

    The virement is held by the board's threshold as any other.
    """
    who: dict[str, Any] = {"by": by, "at": at, "on": on}
    place: dict[str, Any] = {"body": unassigned.body, "stream": unassigned.stream, "year": unassigned.year}
    line = open_line(**place, **details, **who)
    if not amount:
        return line, None
    return line, request_virement(from_line=unassigned, to_line=line, amount=amount, reason=reason, **who)
