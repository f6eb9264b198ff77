"""What the finance officer posts: money that comes, money that goes, and what takes back a mistake.

Each action checks the policy itself and leaves one record.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from budgets.actions.posting import (
    Day,
    Moment,
    Told,
    amount_of,
    hold,
    keeping,
    post,
    post_reversal,
    posted_before,
    recorded,
    refuse_total,
)
from budgets.ledger import balance, open_commitment
from budgets.models import ADJUSTMENT, BudgetLine, Entry, Kind
from budgets.policies import check_line
from budgets.position import forecasts_by_period
from common.dates import period_of
from common.errors import Refused
from common.money import LARGEST_AMOUNT, ZERO
from governance.models import Decision
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of

# --- Money that comes ---


def allocate(
    *,
    line: BudgetLine,
    amount: Decimal,
    told: Told,
    by: Person,
    at: Moment,
    on: Day,
    indicative: bool = False,
    promised_on: Day | None = None,
    received_on: Day | None = None,
) -> Entry:
    """Post an allocation, or an indicative one that promises nothing yet."""
    kind = Kind.INDICATIVE if indicative else Kind.ALLOCATION
    dates: dict[str, Any] = {"promised_on": promised_on, "received_on": received_on}
    with keeping("allocate", line, by=by, at=at, on=on) as record:
        return post(record, kind, line, amount, told, by=by, at=at, **dates)


def reduce_allocation(
    *, line: BudgetLine, amount: Decimal, told: Told, by: Person, at: Moment, on: Day, returned: bool = False
) -> Entry:
    """Take back a part of an allocation, or give it back to whoever promised it; never more than there is."""
    kind = Kind.RETURN if returned else Kind.REDUCTION
    with keeping("reduce_allocation", line, by=by, at=at, on=on) as record:
        there = posted_before(record, kind, line, amount, told)
        if there is not None:
            return there
        if amount > balance(line).allocated:
            raise Refused(_("An allocation never falls below nought."))
        return post(record, kind, line, amount, told, by=by, at=at)


# --- Money that goes ---


def commit(
    *,
    line: BudgetLine,
    amount: Decimal,
    told: Told,
    by: Person,
    at: Moment,
    on: Day,
    decision: Decision | None = None,
) -> Entry:
    """Post a commitment, with the decision that made it where one did."""
    with keeping("commit", line, by=by, at=at, on=on) as record:
        if decision is not None and decision.body_id not in (line.body_id, line.body.parent_id):
            raise Refused(_("Another body made this decision."))
        return post(record, Kind.COMMITMENT, line, amount, told, by=by, at=at, decision=decision)


def spend(
    *,
    line: BudgetLine,
    amount: Decimal,
    told: Told,
    by: Person,
    at: Moment,
    on: Day,
    draws_on: Entry | None = None,
) -> Entry:
    """Post what was spent, overspending too; it may draw on a commitment of the line, as far as that is open."""
    with keeping("spend", line, by=by, at=at, on=on) as record:
        there = posted_before(record, Kind.ACTUAL, line, amount, told)
        if there is not None:
            return there
        drawing: dict[str, Any] = {}
        if draws_on is not None:
            drawing = {"draws_on": draws_on, "drawn": min(amount_of(amount), _drawable(line, draws_on))}
        return post(record, Kind.ACTUAL, line, amount, told, by=by, at=at, **drawing)


def credit(*, line: BudgetLine, amount: Decimal, told: Told, by: Person, at: Moment, on: Day) -> Entry:
    """Post money that came back for something spent: spending below nought."""
    with keeping("credit", line, by=by, at=at, on=on) as record:
        return post(record, Kind.ACTUAL, line, -amount_of(amount), told, by=by, at=at, least=-LARGEST_AMOUNT)


def _drawable(line: BudgetLine, commitment: Entry) -> Decimal:
    is_own = commitment.line_id == line.pk and commitment.kind == Kind.COMMITMENT and commitment.reverses_id is None
    left = open_commitment(commitment) if is_own else ZERO
    if left <= 0:
        raise Refused(_("Nothing of this commitment is open on this line."))
    return left


def accrue(*, line: BudgetLine, amount: Decimal, told: Told, by: Person, at: Moment, on: Day) -> tuple[Entry, Entry]:
    """Post what a period cost though no invoice came, and its reversal in the next period of the year."""
    period = told.period or period_of(told.dated_on)
    if period >= ADJUSTMENT - 1:
        raise Refused(_("An accrual is reversed in the next period of its year: March has none."))
    with keeping("accrue", line, by=by, at=at, on=on) as record:
        there = posted_before(record, Kind.ACCRUAL, line, amount, told)
        if there is not None:
            return there, there.reversed_by
        entry = post(record, Kind.ACCRUAL, line, amount, told, by=by, at=at)
        following = replace(told, dated_on=line.year.dates.first_day_of(period + 1), period=period + 1, key=None)
        return entry, post_reversal(record, entry, following, by=by, at=at)


def forecast(
    *, line: BudgetLine, amounts: dict[int, Decimal], told: Told, by: Person, at: Moment, on: Day
) -> list[Entry]:
    """Say what periods to come will cost; the latest forecast of a period counts, the earlier ones stay.

    A period whose forecast is that already gets no new one, so that saving twice changes nothing.
    """
    powers = powers_of(by, on=on)
    body = check_line(powers, Permission.WRITE_BUDGETS, line)
    who: dict[str, Any] = {"by": by, "at": at}
    with recorded("forecast", powers, Permission.WRITE_BUDGETS, body, **who) as record:
        hold(line)
        known = forecasts_by_period([line.pk]).get(line.pk, {})
        changed = {period: amount for period, amount in sorted(amounts.items()) if known.get(period) != amount}
        refuse_total(line, sum({**known, **changed}.values(), ZERO))
        entries = [
            post(record, Kind.FORECAST, line, amount, replace(told, period=period, key=None), by=by, at=at, least=ZERO)
            for period, amount in changed.items()
        ]
        audit.about(record, line, amounts={period: str(amount) for period, amount in changed.items()})
    return entries


def reverse(*, entry: Entry, told: Told, by: Person, at: Moment, on: Day) -> Entry:
    """Take back an entry that was wrong, by one with the opposite amount; both stay."""
    with keeping("reverse", entry.line, by=by, at=at, on=on) as record:
        hold(entry.line, *([entry.to_line] if entry.to_line else []))
        entry = Entry.objects.select_related("line__year", "line__body__parent", "to_line").get(pk=entry.pk)
        if entry.kind == Kind.FORECAST:
            raise Refused(_("A forecast is replaced by the next one, not taken back."))
        if entry.reverses_id is not None or Entry.objects.filter(reverses=entry).exists():
            raise Refused(_("This entry was taken back already, or takes back another."))
        if entry.kind == Kind.COMMITMENT and Entry.objects.filter(draws_on=entry, reversed_by=None).exists():
            raise Refused(_("Spending draws on this commitment: take that back first."))
        if entry.kind == Kind.ALLOCATION and entry.amount > balance(entry.line).allocated:
            raise Refused(_("An allocation never falls below nought."))
        return post_reversal(record, entry, told, by=by, at=at)
