"""How an entry gets into the ledger: one way for all of them."""

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError
from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.errors import UniqueViolation

from accounts import audit
from accounts.models import Person
from budgets.models import BudgetLine, Entry, Kind, LineSum, PeriodClosing
from budgets.policies import board_of
from common.dates import period_of
from common.errors import Refused
from common.money import LARGEST_AMOUNT, PENNY, ZERO
from common.numbers import pounds
from common.tabular import Filled
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import Powers, powers_of

Day = datetime.date
Moment = datetime.datetime
USED = gettext_lazy("This form was sent before and entered something else. Open it again and enter this anew.")


@dataclass(frozen=True)
class Told:
    """What goes with an entry: its day, its period where that is not the day's, why, and by which letter or invoice."""

    dated_on: Day
    reason: str
    reference: str = ""
    period: int | None = None
    key: uuid.UUID | None = None


def recorded(action: str, powers: Powers, permission: Permission, body: Body, *, by: Person, at: Moment) -> Any:
    behalf = powers.on_behalf_of(permission, body)
    return audit.recorded(f"budgets.{action}", by=by, at=at, on_behalf_of=behalf)


def keeping(action: str, line: BudgetLine, *, by: Person, at: Moment, on: Day) -> Any:
    """Run an action of the finance officer about a line, with its record."""
    powers = powers_of(by, on=on)
    powers.check(Permission.KEEP_LEDGER, line.body)
    return recorded(action, powers, Permission.KEEP_LEDGER, line.body, by=by, at=at)


def hold(*lines: BudgetLine) -> None:
    """Take hold of lines until the transaction ends, always in the same order, so that nobody waits for each other."""
    keys = sorted(line.pk for line in lines)
    list(BudgetLine.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))


def amount_of(amount: Decimal, *, least: Decimal = PENNY) -> Decimal:
    """Return an amount in pounds and pence; `Refused` where it is not one."""
    if amount.is_finite() and abs(amount) > LARGEST_AMOUNT:
        raise Refused(_("Give an amount in pounds and pence, at most %(most)s.") % {"most": pounds(LARGEST_AMOUNT)})
    if not amount.is_finite() or amount != amount.quantize(PENNY) or amount < least:
        raise Refused(_("Give an amount in pounds and pence, above nought."))
    return amount.quantize(PENNY)


def need(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Give a reason: the record will show it."))


def posted_before(record: Any, kind: Kind, line: BudgetLine, amount: Decimal, told: Told) -> Entry | None:
    """Take hold of a line; return what was posted on it under the same key, if anything was.

    `Refused` where the key let something else in: that is neither posted again nor taken for what is sent now.
    """
    hold(line)
    there: Entry | None = Entry.objects.filter(key=told.key).first() if told.key else None
    if there is None:
        return None
    if (there.line_id, there.kind, there.amount) != (line.pk, kind, amount):
        raise Refused(USED)
    audit.about(record, line, again=True)
    return there


def post(
    record: Any,
    kind: Kind,
    line: BudgetLine,
    amount: Decimal,
    told: Told,
    *,
    by: Person,
    at: Moment,
    least: Decimal = PENNY,
    **more: Any,
) -> Entry:
    """Post an entry; one that was posted under the same key is returned as it is."""
    need(told.reason)
    amount = amount_of(amount, least=least)
    there = posted_before(record, kind, line, amount, told)
    if there is not None:
        return there
    period = told.period or period_of(told.dated_on)
    refuse_day(line, told.dated_on, period)
    refuse_line(line, kind, amount)
    if "to_line" in more:
        refuse_line(more["to_line"], LineSum.RECEIVED, amount)
    entry = _entered(
        key=told.key or uuid.uuid4(),
        kind=kind,
        line=line,
        amount=amount,
        dated_on=told.dated_on,
        period=period,
        reason=told.reason,
        reference=told.reference,
        entered_by=by,
        entered_at=at,
        **more,
    )
    audit.about(record, line, entry=entry.pk, kind=str(kind), amount=str(amount))
    return entry


def _entered(**values: Any) -> Entry:
    """Enter something; `Refused` where its key came in on another line at the same moment."""
    try:
        entry: Entry = Entry.objects.create(**values)
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise Refused(USED) from error
        raise
    return entry


def refuse_total(line: BudgetLine, total: Decimal) -> None:
    if abs(total) > LARGEST_AMOUNT:
        beyond = gettext_lazy("%(line)s: together this comes to more than %(most)s, which is the most here.")
        raise Refused(Filled(beyond, {"line": line, "most": pounds(LARGEST_AMOUNT)}))


def post_reversal(record: Any, entry: Entry, told: Told, *, by: Person, at: Moment) -> Entry:
    need(told.reason)
    period = told.period or period_of(told.dated_on)
    refuse_day(entry.line, told.dated_on, period)
    refuse_line(entry.line, Kind(entry.kind), -entry.amount)
    if entry.to_line is not None:
        refuse_closed(entry.to_line)
    reversal = Entry.objects.create(
        kind=entry.kind,
        line=entry.line,
        to_line=entry.to_line,
        amount=-entry.amount,
        dated_on=told.dated_on,
        period=period,
        reason=told.reason,
        reference=told.reference,
        draws_on=entry.draws_on,
        drawn=-entry.drawn,
        reverses=entry,
        entered_by=by,
        entered_at=at,
    )
    audit.about(record, entry.line, entry=reversal.pk, reverses=entry.pk, amount=str(reversal.amount))
    return reversal


def refuse_other_collaborative(line: BudgetLine) -> None:
    """Raise `Refused` for a line that would belong to a collaborative of another cluster."""
    if line.collaborative is not None and line.collaborative.cluster_id != line.body_id:
        raise Refused(_("This collaborative belongs to another cluster."))


def refuse_day(line: BudgetLine, day: Day, period: int) -> None:
    """Raise `Refused` for a day outside the year of a line, or a closed period."""
    if day not in line.year.dates:
        raise Refused(_("This day lies outside the financial year %(year)s.") % {"year": line.year})
    closed = PeriodClosing.objects.filter(board=board_of(line.body), year=line.year, period=period, reopened_at=None)
    if closed.exists():
        raise Refused(_("Period %(period)s is closed: it takes no entry.") % {"period": period})


def refuse_closed(*lines: BudgetLine) -> None:
    """Raise `Refused` where one of some lines is closed now, whatever it was when it was read."""
    if BudgetLine.objects.filter(pk__in=[line.pk for line in lines], closed_at__isnull=False).exists():
        raise Refused(_("This line is closed."))


def refuse_line(line: BudgetLine, kind: str, added: Decimal) -> None:
    """Raise `Refused` for a closed line, or where entries of a kind would come to more on it than the ledger can hold.

    Forecasts replace each other, so what they come to is for whoever makes them to judge.
    """
    sums = Sum("sums__amount", filter=Q(sums__kind=kind), default=ZERO)
    refuse_closed(line)
    there = BudgetLine.objects.annotate(there=sums).values_list("there", flat=True).get(pk=line.pk)
    if kind != Kind.FORECAST:
        refuse_total(line, there + added)
