"""What a new line can be for, and from which money."""

from typing import Any

from django.utils.translation import gettext as _

from budgets.models import BudgetLine, FinancialYear
from collaboratives.models import Collaborative
from common.ordering import by_title
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from plans.models import EditionState, PlannedAction

Heading = BudgetLine.Heading


def purposes(body: Body) -> list[tuple[str, str]]:
    """Return what a line can be for: the actions of the body's published plans, or infrastructure."""
    rows = PlannedAction.objects.filter(edition__plan__body=body, edition__state=EditionState.PUBLISHED)
    actions = [(str(row.key), str(row)) for row in rows.order_by("edition__plan__first_year", "order", "pk")]
    return [*actions, (str(Heading.INFRASTRUCTURE), _("Infrastructure"))]


def unassigned_lines(body: Body, year: FinancialYear) -> list[BudgetLine]:
    lines = BudgetLine.objects.filter(body=body, year=year, heading=Heading.UNASSIGNED, closed_at=None)
    return list(lines.select_related("body__parent", "stream", "year").order_by(*by_title("stream__name")))


def opened_from(given: dict[str, Any], unassigned: list[BudgetLine], powers: Powers, *, whole: bool) -> dict[str, Any]:
    """Return what a line is opened with; who leads a collaborative opens one that is the collaborative's own."""
    source = next(line for line in unassigned if str(line.pk) == given["unassigned"])
    is_action = given["purpose"] != Heading.INFRASTRUCTURE
    own = None
    if not whole:
        reach = powers.bodies(Permission.WRITE_BUDGETS).values("pk")
        own = Collaborative.objects.filter(cluster=source.body_id, pk__in=reach).order_by("pk").first()
    names = ("title_en", "title_cy", "category", "whole_time_equivalents", "organisation", "reason")
    return {
        **{name: given[name] for name in names},
        "amount": given.get("amount"),
        "unassigned": source,
        "heading": Heading.ACTION if is_action else Heading.INFRASTRUCTURE,
        "action": given["purpose"] if is_action else None,
        "collaborative": own,
    }
