"""How requests about money are shown: in the queue, and one by itself with before and after."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from budgets.ledger import Balance, balances
from budgets.models import ApprovalBand, BudgetLine, MoneyRequest
from budgets.policies import deciding, is_apart
from budgets.requests import queries
from budgets.words import left_words
from common.dates import date_format, day_of
from common.money import ZERO
from common.numbers import pounds
from governance.powers.permissions import Permission
from governance.powers.policies import Powers

What, Outcome = MoneyRequest.What, MoneyRequest.Outcome


def queue(person: Person, powers: Powers) -> dict[str, Any]:
    """Return the lists of the queue: what waits for the person first."""
    waiting = queries.waiting_for(person, powers)
    keys = {one.pk for one in waiting}
    others = [one for one in queries.of_others(person, powers, waiting=True) if one.pk not in keys]
    return {
        "waiting": [row(one, on=powers.on) for one in waiting],
        "own": [row(one, on=powers.on) for one in queries.asked_by(person)],
        "others": [row(one, on=powers.on) for one in others],
        "decided": [row(one, on=powers.on) for one in queries.of_others(person, powers, waiting=False)],
    }


def row(request: MoneyRequest, *, on: datetime.date) -> dict[str, str]:
    is_waiting = request.outcome == Outcome.WAITING
    return {
        "text": f"{request.get_what_display()}: {pounds(request.amount)}",
        "href": reverse("budgets:request", kwargs={"key": request.pk}),
        "body": request.from_line.body.name,
        "lines": f"{request.from_line} → {request.to_line}",
        "state": age(request, on=on) if is_waiting else request.get_outcome_display(),
    }


def age(request: MoneyRequest, *, on: datetime.date) -> str:
    days = (on - day_of(request.requested_at)).days
    return ngettext("Waiting for %(days)s day", "Waiting for %(days)s days", days) % {"days": days}


# --- one request ---


@dataclass(frozen=True)
class Standing:
    """What a person may do with a request now."""

    decides: bool
    withdraws: bool
    stands_aside: bool


def standing_of(request: MoneyRequest, person: Person, powers: Powers) -> Standing:
    body, is_waiting = request.from_line.body, request.outcome == Outcome.WAITING
    may = is_waiting and powers.may(Permission.APPROVE_BUDGETS, body)
    decides = may and is_apart(request, deciding(powers, body, person))
    return Standing(decides, is_waiting and person.pk in request.asking, decides)


def page(request: MoneyRequest, band: ApprovalBand) -> dict[str, Any]:
    """Return what the page of a request shows of it."""
    is_waiting = request.outcome == Outcome.WAITING
    return {
        "title": f"{request.get_what_display()}: {pounds(request.amount)}",
        "body": request.from_line.body,
        "outcome": request.get_outcome_display(),
        "facts": _facts(request),
        "why": _why(request, band) if is_waiting else "",
        "lines": _before_and_after(request) if is_waiting else [],
        "recusals": [
            f"{one.person.name}, {date_format(one.recorded_at)}: {one.reason}"
            for one in request.recusals.select_related("person").order_by("pk")
        ],
    }


def _facts(request: MoneyRequest) -> list[tuple[str, str]]:
    facts = [
        (_("From this line"), str(request.from_line)),
        (_("To this line"), str(request.to_line)),
        (_("Funding stream"), request.from_line.stream.name),
        (_("Why"), request.reason),
        (_("Asked by"), f"{request.requested_by.name}, {date_format(request.requested_at)}"),
    ]
    if request.on_behalf_of:
        facts.append((_("Asked on behalf of"), request.on_behalf_of.name))
    if request.decided_by and request.decided_at:
        name = _("Withdrawn by") if request.outcome == Outcome.WITHDRAWN else _("Decided by")
        facts.append((name, f"{request.decided_by.name}, {date_format(request.decided_at)}"))
    if request.decision_reason:
        facts.append((_("Reason given"), request.decision_reason))
    return facts


def _why(request: MoneyRequest, band: ApprovalBand) -> str:
    if request.what == What.CARRY_OVER:
        return _("Every carry-over is decided by a second person.")
    if band.threshold == ZERO:
        return _("In this board every virement is decided by a second person.")
    why = _("In this board a second person decides from this amount on: %(amount)s.") % {
        "amount": pounds(band.threshold)
    }
    return f"{why} {_together(request)}" if request.moved_before else why


def _together(request: MoneyRequest) -> str:
    """Return what counts together with a request, and what that comes to."""
    amounts = {"before": request.moved_before, "together": request.moved_before + request.amount}
    sentence = _("Not long before, the same person had moved %(before)s out of this line: together %(together)s.")
    return sentence % {name: pounds(amount) for name, amount in amounts.items()}


def _before_and_after(request: MoneyRequest) -> list[dict[str, str]]:
    """Return both lines as they stand, and as they would stand; a carry-over takes nothing from the year before."""
    found = balances([request.from_line_id, request.to_line_id])
    taken = request.amount if request.what == What.VIREMENT else ZERO
    sides = ((request.from_line, -taken), (request.to_line, request.amount))
    return [_side(line, found.get(line.pk, Balance()), change) for line, change in sides]


def _side(line: BudgetLine, balance: Balance, change: Decimal) -> dict[str, str]:
    return {
        "title": str(line),
        "href": reverse("budgets:line", kwargs={"key": line.pk}),
        "budget": pounds(balance.budget),
        "budget_after": pounds(balance.budget + change),
        "left": left_words(balance.free),
        "left_after": left_words(balance.free + change),
    }
