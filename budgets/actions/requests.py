"""Money that moves: virements and carry-overs, asked for by one person and, above a threshold, decided by another."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from budgets.actions.posting import Day, Moment, Told, amount_of, hold, need, post, recorded, refuse_closed
from budgets.carrying import carried_from
from budgets.ledger import balance
from budgets.models import BudgetLine, Kind, MoneyRequest
from budgets.notices import tell_asker, tell_deciders
from budgets.policies import board_of, check_line, deciding, is_apart
from budgets.rules import band_of, moved_before
from common.errors import Meanwhile, Refused
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of


def request_virement(
    *, from_line: BudgetLine, to_line: BudgetLine, amount: Decimal, reason: str, by: Person, at: Moment, on: Day
) -> MoneyRequest:
    """Ask that money of one line be moved to another; posted at once below the board's threshold.

    Towards the threshold counts what the same person, or whoever they act for, moved out of the line not long before.
    """
    powers = powers_of(by, on=on)
    body = [check_line(powers, Permission.WRITE_BUDGETS, line) for line in (from_line, to_line)][0]
    need(reason)
    amount = amount_of(amount)
    with recorded("request_virement", powers, Permission.WRITE_BUDGETS, body, by=by, at=at) as record:
        hold(from_line, to_line)
        _refuse_virement(from_line, to_line, amount)
        band, people = band_of(board_of(from_line.body), on=on), {by, record.on_behalf_of} - {None}
        before = moved_before(from_line, [one.pk for one in people], days=band.days_together, on=on)
        request = MoneyRequest.objects.create(
            what=MoneyRequest.What.VIREMENT,
            from_line=from_line,
            to_line=to_line,
            amount=amount,
            reason=reason,
            requested_by=by,
            on_behalf_of=record.on_behalf_of,
            requested_at=at,
            moved_before=before,
        )
        if before + amount < band.threshold:
            _carry_out(record, request, by=by, at=at, on=on)
        else:
            tell_deciders(request, at=at, on=on)
        audit.about(record, request, amount=str(amount), moved_before=str(before))
    return request


def decide_request(
    *, request: MoneyRequest, agreed: bool, reason: str, by: Person, at: Moment, on: Day
) -> MoneyRequest:
    """Agree to a virement or carry-over, which posts it, or decline it with a reason; never one's own request."""
    powers = powers_of(by, on=on)
    powers.check(Permission.APPROVE_BUDGETS, request.from_line.body)
    if not agreed:
        need(reason)
    body = request.from_line.body
    with recorded("decide_request", powers, Permission.APPROVE_BUDGETS, body, by=by, at=at) as record:
        request = MoneyRequest.objects.select_for_update().get(pk=request.pk)
        _refuse_decider(request, deciding(powers, body, by))
        request.decided_by, request.decided_at, request.decision_reason = by, at, reason
        if agreed:
            hold(request.from_line, request.to_line)
            refuse = REFUSALS[MoneyRequest.What(request.what)]
            refuse(request.from_line, request.to_line, request.amount)
            _carry_out(record, request, by=by, at=at, on=on)
        else:
            request.outcome = MoneyRequest.Outcome.DECLINED
            request.save()
        audit.about(record, request, agreed=agreed)
        tell_asker(request, at=at)
    return request


def _refuse_decider(request: MoneyRequest, people: set[int]) -> None:
    """Raise where a request is decided, or somebody, or whom they act for, asked for it or stood aside from it."""
    if request.outcome != MoneyRequest.Outcome.WAITING:
        raise Meanwhile(_("This was decided already."))
    if request.requested_by_id in people:
        raise Refused(_("Nobody decides on what they asked for themselves."))
    if request.asking & people:
        raise Refused(_("Whoever asked and whoever they acted for count as one person: somebody else decides."))
    if not is_apart(request, people):
        raise Refused(_("Whoever stood aside from a request does not decide on it."))


def _refuse_virement(from_line: BudgetLine, to_line: BudgetLine, amount: Decimal) -> None:
    one, other = from_line, to_line
    if one.pk == other.pk:
        raise Refused(_("Money moves between two lines."))
    refuse_closed(one, other)
    if board_of(one.body).pk != board_of(other.body).pk or one.year_id != other.year_id:
        raise Refused(_("Money moves within one board and year."))
    if one.stream_id != other.stream_id:
        raise Refused(_("Money of one stream stays in it."))
    if amount > balance(from_line).free:
        raise Refused(_("So much is not free on the line that it comes from."))


def _carry_out(record: Any, request: MoneyRequest, *, by: Person, at: Moment, on: Day) -> None:
    is_virement = request.what == MoneyRequest.What.VIREMENT
    kind, line = (Kind.VIREMENT, request.from_line) if is_virement else (Kind.CARRY_OVER, request.to_line)
    more: dict[str, Any] = {"to_line": request.to_line} if is_virement else {}
    told = Told(dated_on=line.year.dates.nearest(on), reason=request.reason)
    request.entry = post(record, kind, line, request.amount, told, by=by, at=at, **more)
    request.outcome = MoneyRequest.Outcome.AGREED
    request.save()


def _refuse_carry_over(from_line: BudgetLine, to_line: BudgetLine, amount: Decimal) -> None:
    if not from_line.stream.allows_carry_over or to_line.stream_id != from_line.stream_id:
        raise Refused(_("Money of this stream is not carried over."))
    if to_line.year.first_year != from_line.year.first_year + 1 or to_line.body_id != from_line.body_id:
        raise Refused(_("Money is carried over to the next year of the same body."))
    if amount + carried_from([from_line])[from_line.pk] > balance(from_line).free:
        raise Refused(_("So much is not left on the line that it comes from."))


REFUSALS = {MoneyRequest.What.VIREMENT: _refuse_virement, MoneyRequest.What.CARRY_OVER: _refuse_carry_over}
