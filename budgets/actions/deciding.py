"""What else becomes of a request about money: it is withdrawn, or somebody stands aside from it."""

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from budgets.actions.posting import Day, Moment, need, recorded
from budgets.models import MoneyRequest, RequestRecusal
from budgets.policies import check_line
from common.errors import Meanwhile, Refused
from governance.models import Interest
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed, powers_of


def withdraw_request(*, request: MoneyRequest, reason: str, by: Person, at: Moment, on: Day) -> MoneyRequest:
    """Take back a request of one's own, or one that was asked for oneself, before anybody decides on it."""
    if by.pk not in request.asking:
        raise Refused(_("Only whoever asked for it withdraws a request."))
    powers = powers_of(by, on=on)
    body = check_line(powers, Permission.WRITE_BUDGETS, request.from_line)
    with recorded("withdraw_request", powers, Permission.WRITE_BUDGETS, body, by=by, at=at) as record:
        request = _waiting(request)
        request.outcome = MoneyRequest.Outcome.WITHDRAWN
        request.decided_by, request.decided_at, request.decision_reason = by, at, reason
        request.save()
        audit.about(record, request)
    return request


def stand_aside(
    *, request: MoneyRequest, reason: str, by: Person, at: Moment, on: Day, interest: Interest | None = None
) -> RequestRecusal:
    """Stand aside from a request that one could decide on, and say why; the others then decide."""
    powers = powers_of(by, on=on)
    body = request.from_line.body
    powers.check(Permission.APPROVE_BUDGETS, body)
    need(reason)
    if interest is not None and interest.person_id != by.pk:
        raise NotAllowed(Permission.APPROVE_BUDGETS)
    with recorded("stand_aside", powers, Permission.APPROVE_BUDGETS, body, by=by, at=at) as record:
        request = _waiting(request)
        if request.recusals.filter(person=by).exists():
            raise Refused(_("You stood aside from this request already."))
        recusal = RequestRecusal.objects.create(
            request=request, person=by, interest=interest, reason=reason, recorded_at=at
        )
        audit.about(record, recusal)
    return recusal


def _waiting(request: MoneyRequest) -> MoneyRequest:
    """Return a request that waits still, held until the transaction ends."""
    held: MoneyRequest = MoneyRequest.objects.select_for_update().get(pk=request.pk)
    if held.outcome != MoneyRequest.Outcome.WAITING:
        raise Meanwhile(_("This was decided already."))
    return held
