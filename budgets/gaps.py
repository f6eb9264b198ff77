"""What of money is missing at many bodies: clusters without a budget line in the year that runs."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.models import BudgetLine
from common import dates
from governance.gaps import Gap, GapKind
from governance.models import Body
from governance.powers.permissions import Permission


def _none(bodies: QuerySet[Body], on: datetime.date) -> Iterator[Gap]:
    lines = BudgetLine.objects.filter(body=OuterRef("pk"), year__first_year=dates.FinancialYear.of(on).first)
    without = bodies.filter(~Exists(lines), body_kind=Body.Kind.CLUSTER)
    return (
        Gap(key, _("No budget line this year"), Permission.SEE_BUDGETS, _list(None))
        for key in without.values_list("pk", flat=True)
    )


def _list(_board: Body | None) -> str:
    return reverse("budgets:budgets")


KINDS = [
    GapKind("no_budget", gettext_lazy("Clusters without a budget line this year"), Permission.SEE_BUDGETS, _list, _none)
]
