"""What of requests about money waits for whoever decides on them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.models import MoneyRequest
from budgets.requests import queries
from common.dates import day_of
from common.numbers import pounds
from governance.powers.permissions import Permission
from governance.waiting import Kind, Waiting, Worker


def _requests(worker: Worker) -> Iterator[Waiting]:
    if worker.powers.holds(Permission.APPROVE_BUDGETS):
        yield from (_to_decide(one) for one in queries.waiting_for(worker.person, worker.powers))


def _to_decide(one: MoneyRequest) -> Waiting:
    what = {MoneyRequest.What.VIREMENT: _("Decide on a virement: %(amount)s")}
    words = what.get(MoneyRequest.What(one.what), _("Decide on a carry-over: %(amount)s"))
    return Waiting(
        words % {"amount": pounds(one.amount)},
        reverse("budgets:request", kwargs={"key": one.pk}),
        one.from_line.body,
        Permission.APPROVE_BUDGETS,
        since=day_of(one.requested_at),
        note=_("Asked by %(name)s") % {"name": one.requested_by.name},
    )


KINDS = [Kind("money_requests", gettext_lazy("Money"), _requests)]
