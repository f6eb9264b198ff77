"""Which threshold and which rule of reporting holds for a body on a day."""

import datetime
from decimal import Decimal

from common.money import LARGEST_AMOUNT
from governance.models import Body
from plans.budgets.ledger import NOUGHT
from plans.budgets.models import ApprovalBand, ReportingRule

# More than any line has: without a rule no line is shown by itself.
NEVER = LARGEST_AMOUNT


def threshold_of(board: Body, *, on: datetime.date) -> Decimal:
    """Return from which amount on a second person decides; without a band every virement needs one."""
    band = ApprovalBand.objects.current(on=on).filter(board=board).first()
    return band.threshold if band else NOUGHT


def reporting_rule(board: Body, *, on: datetime.date) -> ReportingRule:
    """Return the rule that holds for a board: its own, else that of Wales; the strictest where neither has one."""
    found = ReportingRule.objects.current(on=on).filter(body__in=(board.pk, board.parent_id))
    by_body = {one.body_id: one for one in found}
    rule: ReportingRule | None = by_body.get(board.pk) or by_body.get(board.parent_id)
    return rule or ReportingRule(body=board, variance_from=NOUGHT, pounds_shown_from=NEVER, posts_shown_from=NEVER)
