"""Mails about money that somebody asked to move: to those who decide, and to whoever asked."""

import datetime

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext, gettext_lazy

from accounts import outbox
from accounts.models import Person
from budgets.models import MoneyRequest
from common.numbers import pounds
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.queries import Holding, holdings


def deciders(request: MoneyRequest, *, on: datetime.date) -> list[Person]:
    """Return who may decide on a request, apart from whoever asked; national offices only without a nearer one."""
    found = [one for one in holdings(request.from_line.body, on=on) if _decides(one, request)]
    near = [one for one in found if one.seat.body.body_kind != Body.Kind.NATION] or found
    return list({one.person.pk: one.person for one in near}.values())


def _decides(holding: Holding, request: MoneyRequest) -> bool:
    people = {holding.person.pk} | ({holding.on_behalf_of.pk} if holding.on_behalf_of else set())
    return Permission.APPROVE_BUDGETS in holding.permissions and not people & request.asking


def tell_deciders(request: MoneyRequest, *, at: datetime.datetime, on: datetime.date) -> None:
    """Write to those who decide that a request waits, in the transaction in which it is asked."""
    for person in deciders(request, on=on):
        _write("budgets.asked", gettext_lazy("Money is asked to be moved"), person, request, at=at)


def tell_asker(request: MoneyRequest, *, at: datetime.datetime) -> None:
    """Write to whoever asked what was decided."""
    _write(
        "budgets.decided", gettext_lazy("What you asked about money was decided"), request.requested_by, request, at=at
    )


def _write(kind: str, subject: Promise, person: Person, request: MoneyRequest, *, at: datetime.datetime) -> None:
    outbox.write(
        kind=kind,
        subject=subject,
        person=person,
        key=f"{request.pk}:{person.pk}",
        at=at,
        link=("budgets:request", {"key": request.pk}),
        request=request,
        sentence=lazy(_sentence, str)(request),
    )


def _sentence(request: MoneyRequest) -> str:
    """Return the request in the language that the mail is written in."""
    names = {"amount": pounds(request.amount), "from_line": request.from_line, "to_line": request.to_line}
    return gettext("Amount: %(amount)s. From this line: %(from_line)s. To this line: %(to_line)s.") % names
