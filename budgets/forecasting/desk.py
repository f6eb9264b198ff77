"""What waits for whoever forecasts: bodies with lines of which nothing is forecast for the month that runs."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.models import BudgetLine, FinancialYear, Kind, LineSum
from budgets.policies import lines_within
from common import dates
from common.dates import period_of
from common.ordering import place
from governance.powers.permissions import Permission
from governance.powers.policies import Powers


def without_forecast(powers: Powers) -> list[tuple[str, str, str]]:
    """Return words, address and place of each body some of whose open lines lack a forecast for this month.

    Who keeps the ledger reads of it there, and is not reminded here.
    """
    if not powers.holds(Permission.WRITE_BUDGETS) or powers.holds(Permission.KEEP_LEDGER):
        return []
    year = FinancialYear(first_year=dates.FinancialYear.of(powers.on).first)
    forecast = LineSum.objects.filter(kind=Kind.FORECAST, period=period_of(powers.on)).values("line")
    lines = lines_within(powers, Permission.WRITE_BUDGETS).filter(year__first_year=year.first_year, closed_at=None)
    unsaid = (BudgetLine.Heading.UNASSIGNED, BudgetLine.Heading.SUSPENSE)
    lacking = lines.exclude(heading__in=unsaid).exclude(pk__in=forecast).values("body", "body__name")
    return [
        (
            _("Say what your budget lines will cost. Without a forecast for this month: %(count)s")
            % {"count": row["count"]},
            reverse("budgets:forecasts", kwargs={"key": row["body"], "year": year.first_year}),
            f"{row['body__name']}, {year}",
        )
        for row in lacking.annotate(count=Count("pk", distinct=True)).order_by(place("body"), "body")
    ]
