"""Thresholds and rules of reporting: each holds from a day on, until the next one begins."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from budgets.actions.posting import Day, Moment, recorded
from budgets.models import ApprovalBand, ReportingRule
from budgets.models.periods import DAYS_TOGETHER, MOST_DAYS_TOGETHER
from common import public
from common.dated import from_day
from common.errors import Refused
from common.money import LARGEST_AMOUNT, ZERO
from common.numbers import pounds
from common.versions import refuse_overtaken
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of


def bands_of(board: Body) -> list[tuple[Any, ...]]:
    """Return the thresholds of a board with their days, as they stand."""
    return list(ApprovalBand.objects.filter(board=board).order_by("pk").values_list())


def rules_of(body: Body) -> list[tuple[Any, ...]]:
    """Return the rules of reporting of a body with their days, as they stand."""
    return list(ReportingRule.objects.filter(body=body).order_by("pk").values_list())


def set_band(
    *,
    board: Body,
    threshold: Decimal,
    start: Day,
    by: Person,
    at: Moment,
    on: Day,
    days_together: int = DAYS_TOGETHER,
    seen: str | None = None,
) -> ApprovalBand:
    """Set from which amount on a board's virements need a second person, from a day on.

    What one person moves out of one line within `days_together` days counts as one amount.
    """
    powers = powers_of(by, on=on)
    powers.check(Permission.APPROVE_BUDGETS, board)
    _refuse_past(start, on)
    _refuse_out_of_bounds(threshold)
    if not 1 <= days_together <= MOST_DAYS_TOGETHER:
        raise Refused(
            _("Days that count together are at least 1, and at most this many: %(most)s.")
            % {"most": MOST_DAYS_TOGETHER}
        )
    with recorded("set_band", powers, Permission.APPROVE_BUDGETS, board, by=by, at=at) as record:
        _hold(board)
        refuse_overtaken(seen, bands_of(board))
        _make_room(ApprovalBand.objects.filter(board=board), start)
        values = {"threshold": threshold, "days_together": days_together}
        band = ApprovalBand.objects.create(board=board, during=from_day(start), **values)
        told = {name: str(value) for name, value in values.items()}
        audit.about(record, band, start=start.isoformat(), **told)
    return band


def set_rule(
    *, body: Body, start: Day, by: Person, at: Moment, on: Day, seen: str | None = None, **values: Decimal
) -> ReportingRule:
    """Set how a body reports money from a day on; `values` are the three amounts of the rule."""
    powers = powers_of(by, on=on)
    powers.check(Permission.KEEP_LEDGER, body)
    _refuse_past(start, on)
    _refuse_out_of_bounds(*values.values())
    with recorded("set_rule", powers, Permission.KEEP_LEDGER, body, by=by, at=at) as record:
        _hold(body)
        refuse_overtaken(seen, rules_of(body))
        _make_room(ReportingRule.objects.filter(body=body), start)
        rule = ReportingRule.objects.create(body=body, during=from_day(start), **values)
        told = {name: str(value) for name, value in values.items()}
        audit.about(record, rule, start=start.isoformat(), **told)
        public.raise_version()
    return rule


def _hold(body: Body) -> None:
    Body.objects.select_for_update(of=("self",), no_key=True).get(pk=body.pk)


def _refuse_past(start: Day, on: Day) -> None:
    if start < on:
        raise Refused(_("A rule is not changed for days that have passed."))


def _refuse_out_of_bounds(*amounts: Decimal) -> None:
    if any(amount < ZERO for amount in amounts):
        raise Refused(_("An amount here is never below nought."))
    if any(amount > LARGEST_AMOUNT for amount in amounts):
        raise Refused(_("Give an amount in pounds and pence, at most %(most)s.") % {"most": pounds(LARGEST_AMOUNT)})


def _make_room(rows: Iterable[Any], start: Day) -> None:
    """End what holds on a day; what was to begin on it or later does not."""
    for earlier in rows:
        if earlier.during.lower is not None and earlier.during.lower >= start:
            earlier.delete()
        elif earlier.during.upper is None or earlier.during.upper > start:
            earlier.during = from_day(earlier.during.lower, start)
            earlier.save(update_fields=["during"])
