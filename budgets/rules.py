"""Which threshold and which rule of reporting holds for a body on a day, and what counts together towards it."""

import datetime
from collections.abc import Collection
from decimal import Decimal

from django.db.models import Sum

from budgets.models import ApprovalBand, BudgetLine, MoneyRequest, ReportingRule
from common.money import LARGEST_AMOUNT, ZERO
from governance.models import Body

# More than any line has: without a rule no line is shown by itself.
NEVER = LARGEST_AMOUNT


def band_of(board: Body, *, on: datetime.date) -> ApprovalBand:
    """Return from which amount on a second person decides; without a band every virement needs one."""
    band: ApprovalBand | None = ApprovalBand.objects.current(on=on).filter(board=board).first()
    return band or ApprovalBand(board=board, threshold=ZERO)


def threshold_of(board: Body, *, on: datetime.date) -> Decimal:
    return band_of(board, on=on).threshold


def moved_before(line: BudgetLine, people: Collection[int], *, days: int, on: datetime.date) -> Decimal:
    """Return what some people, or others on their behalf, moved out of a line in the last days, today among them.

    What was taken back since was not moved.
    """
    since = on - datetime.timedelta(days=days - 1)
    agreed = {"what": MoneyRequest.What.VIREMENT, "outcome": MoneyRequest.Outcome.AGREED}
    found = MoneyRequest.objects.asked_by(*people).filter(from_line=line, entry__reversed_by=None, **agreed)
    return found.filter(entry__entered_at__date__gte=since).aggregate(sum=Sum("amount"))["sum"] or ZERO


def reporting_rule(board: Body, *, on: datetime.date) -> ReportingRule:
    """Return the rule that holds for a board: its own, else that of Wales; the strictest where neither has one."""
    found = ReportingRule.objects.current(on=on).filter(body__in=(board.pk, board.parent_id))
    by_body = {one.body_id: one for one in found}
    rule: ReportingRule | None = by_body.get(board.pk) or by_body.get(board.parent_id)
    return rule or ReportingRule(body=board, variance_from=ZERO, pounds_shown_from=NEVER, posts_shown_from=NEVER)
