"""What of forecasts waits for somebody: bodies with lines of which nothing is forecast for the month that runs."""

import datetime
from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.models import BudgetLine, FinancialYear, Kind, LineSum
from budgets.policies import lines_within
from common import dates
from governance import waiting
from governance.models import Body
from governance.powers.permissions import Permission
from governance.waiting import Waiting, Worker


def _forecasts(worker: Worker) -> Iterator[Waiting]:
    """Return each body some of whose open lines lack a forecast for this month.

    Who keeps the ledger reads of it there, and is not reminded here.
    """
    powers = worker.powers
    if not powers.holds(Permission.WRITE_BUDGETS) or powers.holds(Permission.KEEP_LEDGER):
        return
    year = FinancialYear(first_year=dates.FinancialYear.of(worker.on).first)
    forecast = LineSum.objects.filter(kind=Kind.FORECAST, period=dates.period_of(worker.on)).values("line")
    lines = lines_within(powers, Permission.WRITE_BUDGETS).filter(year__first_year=year.first_year, closed_at=None)
    unsaid = (BudgetLine.Heading.UNASSIGNED, BudgetLine.Heading.SUSPENSE)
    lacking: dict[Body, int] = Counter()
    for line in lines.exclude(heading__in=unsaid).exclude(pk__in=forecast).select_related("body").distinct():
        lacking[line.body] += 1
    for body, count in lacking.items():
        yield Waiting(
            _("Say what your budget lines will cost. Without a forecast for this month: %(count)s") % {"count": count},
            reverse("budgets:forecasts", kwargs={"key": body.pk, "year": year.first_year}),
            body,
            Permission.WRITE_BUDGETS,
            due_on=_last_day_of_month(worker.on),
            note=str(year),
        )


def _last_day_of_month(on: datetime.date) -> datetime.date:
    return (on.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)


KINDS = [waiting.Kind("forecasts", gettext_lazy("Money"), _forecasts)]
