"""What of meetings waits for somebody: a meeting soon on whose agenda there is nothing yet."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import day_of
from governance.powers.permissions import Permission
from governance.waiting import SOON, Kind, Waiting, Worker
from meetings import presenters, queries

PLAN = Permission.DESCRIBE


def _agendas(worker: Worker) -> Iterator[Waiting]:
    near = worker.near(PLAN)
    found = queries.without_agenda(near, on=worker.on, until=worker.on + SOON) if near else ()
    for one in found:
        address = reverse("meetings:agenda", kwargs={"key": one.pk})
        words = _("Write the agenda of the meeting: %(times)s") % {"times": presenters.times(one)}
        yield Waiting(words, address, one.body, PLAN, due_on=day_of(one.starts_at))


KINDS = [Kind("agendas", gettext_lazy("Meeting"), _agendas)]
