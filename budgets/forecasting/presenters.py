"""How the money of a body and of one line is said: each amount in numbers, and what it means in words."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.breadcrumbs import body_address
from budgets.charts import Drawing, profile, waterfall
from budgets.forecasting.queries import NEXT_YEARS, BodyMoney, Held, LineMoney
from budgets.ledger import Balance
from budgets.models import ADJUSTMENT, BudgetLine, FinancialYear, MoneyRequest, ReportingRule
from budgets.position import Standing
from budgets.words import against_budget, amount_words, left_words, period_words
from common.dates import date_format
from common.money import PENNY, ZERO
from common.numbers import pounds
from governance.models import Body
from plans.addresses import plan_address
from plans.models import Visibility

Heading = BudgetLine.Heading
HUNDRED = 100


def bodies(found: list[Held]) -> list[dict[str, str]]:
    return [
        {
            "name": one.body.name,
            "href": body_address(one.body.pk, one.year),
            "year": str(one.year),
            "budget": pounds(one.balance.budget),
            "spent": pounds(one.balance.spent),
            "left": left_words(one.balance.free),
        }
        for one in found
    ]


def together(found: list[Body], year: FinancialYear) -> list[dict[str, str]]:
    """Return the ways to the money of boards and planning groups drawn together."""
    pages = {Body.Kind.HEALTH_BOARD: "board", Body.Kind.PLANNING_GROUP: "group"}
    return [
        {
            "name": one.name,
            "href": reverse(f"budgets:{pages[Body.Kind(one.body_kind)]}", args=[one.pk, year.first_year]),
        }
        for one in found
    ]


def overview(money: BodyMoney, rule: ReportingRule) -> dict[str, Any]:
    """Return what the page of a body's money in a year shows."""
    return {
        "body": money.body,
        "year": money.year,
        "closed": _closed_words(money.closed_through, money.year),
        "years": [
            {"text": str(one), "href": body_address(money.body.pk, one), "is_here": one == money.year}
            for one in money.years
        ],
        "groups": _groups(money),
        "total": _total(money),
        "without_forecast": len(money.lines) - len(money.forecast),
        "staff": _staff_share(money),
        "warning": early_warning(money.total, rule),
        "warning_heading": {"text": _("Early warning"), "level": 2},
        "coming": _coming(money),
        "drawings": _drawings(money),
    }


def _drawings(money: BodyMoney) -> list[Drawing]:
    """Draw the year; a forecast only where every line has one, or it would seem that the others cost nothing."""
    is_whole = len(money.forecast) == len(money.lines)
    standing = money.total if is_whole else replace(money.total, forecast={})
    return [profile(standing, money.year), waterfall(standing)] if money.lines else []


def _closed_words(through: int, year: FinancialYear) -> str:
    if through == 0:
        return _("No month of this year is closed yet.")
    return _("Closed up to and with: %(month)s") % {"month": period_words(through, year)}


def _groups(money: BodyMoney) -> list[dict[str, Any]]:
    by_heading = {heading: [line for line in money.lines if line.heading == heading] for heading in Heading}
    words = {**dict(Heading.choices), Heading.ACTION: _("Actions of the plan")}
    return [
        {"title": words[heading], "rows": [_row(line, money.of(line)) for line in lines]}
        for heading, lines in by_heading.items()
        if lines
    ]


def _row(line: BudgetLine, standing: Standing) -> dict[str, Any]:
    return {
        "title": line.title,
        "stream": line.stream.name,
        "href": reverse("budgets:line", kwargs={"key": line.pk}),
        "is_closed": line.closed_at is not None,
        **_amounts(standing.balance, standing.outturn),
    }


def _amounts(balance: Balance, outturn: Decimal | None) -> dict[str, str]:
    variance = None if outturn is None else outturn - balance.budget
    return {
        "budget": pounds(balance.budget),
        "committed": pounds(balance.open_commitments),
        "spent": pounds(balance.spent),
        "forecast": amount_words(outturn),
        "variance": "" if variance is None else against_budget(variance),
        "left": left_words(balance.free),
    }


def _total(money: BodyMoney) -> dict[str, str]:
    """Return the sums of the columns; of forecasts those of the lines that have one."""
    outturns = [one.outturn for one in money.forecast if one.outturn is not None]
    variances = [one.variance for one in money.forecast if one.variance is not None]
    amounts = _amounts(money.total.balance, None)
    if not outturns:
        return amounts
    difference = against_budget(sum(variances, ZERO))
    return {**amounts, "forecast": pounds(sum(outturns, ZERO)), "variance": difference}


def _staff_share(money: BodyMoney) -> str:
    spent = money.total.balance.spent
    if spent <= 0:
        return ""
    staff = [money.of(line).balance.spent for line in money.lines if line.category == BudgetLine.Category.STAFF]
    share = round(sum(staff, ZERO) * HUNDRED / spent)
    return _("Share of the spending that went on staff: %(share)s%%") % {"share": share}


def early_warning(standing: Standing, rule: ReportingRule) -> str:
    """Say where spending goes on too slowly for the money to be spent by March; nothing where it does not."""
    rate, projected, needed = standing.run_rate, standing.projected, standing.needed_rate
    if rate is None or projected is None or needed is None:
        return ""
    unspent = standing.balance.budget - projected
    if unspent < max(rule.variance_from, PENNY):
        return ""
    amounts = {"rate": pounds(rate), "needed": pounds(needed), "unspent": pounds(unspent)}
    return (
        _(
            "If spending goes on as it has, %(unspent)s will not be spent by March. "
            "So far %(rate)s a month was spent; to spend all of it %(needed)s a month would be needed."
        )
        % amounts
    )


def _coming(money: BodyMoney) -> list[dict[str, str]]:
    years = [FinancialYear(first_year=money.year.first_year + step) for step in range(1, NEXT_YEARS + 1)]
    found = [(year, money.coming.get(year.first_year, Balance())) for year in years]
    return [
        {
            "year": str(year),
            "indicative": pounds(balance.indicative) if balance.indicative else amount_words(None),
            "allocated": pounds(balance.allocated) if balance.allocated else amount_words(None),
        }
        for year, balance in found
    ]


# --- one line ---


def line_page(found: LineMoney, rule: ReportingRule) -> dict[str, Any]:
    """Return what the page of a line shows, but for interests."""
    line, standing = found.line, found.standing
    return {
        "line": line,
        "facts": _facts(line),
        "amounts": _amounts(standing.balance, standing.outturn),
        "parts": _parts(standing.balance),
        "months": _months(found),
        "month_totals": {"spent": pounds(standing.balance.spent), "forecast": amount_words(standing.outturn)},
        "warning": early_warning(standing, rule),
        "warning_heading": {"text": _("Early warning"), "level": 2},
        "planned": _planned(found),
        "reason": _reason(found),
        "requests": [request_row(one) for one in found.requests],
    }


def _facts(line: BudgetLine) -> list[tuple[str, str]]:
    stream = line.stream
    fence = stream.ring_fenced_for or _("Not ring-fenced")
    facts = [
        (_("Heading"), line.get_heading_display()),
        (_("Funding stream"), stream.name),
        (_("Promised by the letter"), stream.source_letter),
        (_("May only be spent on"), fence),
        (_("Category"), line.get_category_display()),
        (_("Collaborative"), line.collaborative.name if line.collaborative else ""),
        (_("Who is paid"), line.organisation),
        (_("Cost centre"), line.cost_centre),
        (_("Subjective code"), line.subjective_code),
        (_("Whole-time equivalents"), f"{line.whole_time_equivalents:.2f}" if line.whole_time_equivalents else ""),
    ]
    return [(name, str(words)) for name, words in facts if words]


def _parts(balance: Balance) -> list[tuple[str, str]]:
    """Return from what the budget of a line is made up, and what goes off it."""
    return [
        (_("Allocated"), pounds(balance.allocated)),
        (_("Carried over from the year before"), pounds(balance.carried_over)),
        (_("Moved here from other lines"), pounds(balance.moved_in)),
        (_("Moved to other lines"), pounds(-balance.moved_out)),
        (_("Committed and not spent yet"), pounds(-balance.open_commitments)),
        (_("Spent"), pounds(-balance.spent)),
    ]


def _months(found: LineMoney) -> list[dict[str, str]]:
    standing = found.standing
    periods = [period for period in range(1, ADJUSTMENT + 1) if period < ADJUSTMENT or period in standing.spent]
    return [
        {
            "month": period_words(period, found.line.year),
            "state": _("Closed") if period in found.closed else _("Open"),
            "spent": pounds(standing.spent.get(period, ZERO)),
            "forecast": amount_words(standing.forecast.get(period)),
        }
        for period in periods
    ]


def _planned(found: LineMoney) -> dict[str, str] | None:
    if found.planned is None:
        return None
    is_open = found.planned.visibility == Visibility.PUBLIC
    plan = found.planned.edition.plan
    title = found.planned.title if is_open else _("An action that not everybody may read")
    return {"title": title, "plan": str(plan), "href": plan_address(plan) if is_open else ""}


def _reason(found: LineMoney) -> dict[str, str] | None:
    reason = found.reason
    if reason is None:
        return None
    return {
        "words": reason.reason or reason.reason_en or reason.reason_cy,
        "variance": against_budget(reason.variance),
        "when": date_format(reason.given_at),
    }


def request_row(request: MoneyRequest) -> dict[str, str]:
    """Return one request as lists show it."""
    return {
        "what": request.get_what_display(),
        "amount": pounds(request.amount),
        "from_line": str(request.from_line),
        "to_line": str(request.to_line),
        "outcome": request.get_outcome_display(),
        "when": date_format(request.requested_at),
        "href": reverse("budgets:request", kwargs={"key": request.pk}),
    }


# --- forecasts ---


def to_line(line: BudgetLine) -> tuple[str, str]:
    return line.title, reverse("budgets:line", kwargs={"key": line.pk})


def forecast_page(line: BudgetLine, standing: Standing, closed: set[int]) -> dict[str, Any]:
    """Return what stands above the questions of a forecast: the budget, closed months, and how the line stands."""
    months = [(period_words(one, line.year), pounds(standing.spent.get(one, ZERO))) for one in sorted(closed)]
    return {
        "title": _("Forecast"),
        "subtitle": f"{line.title} · {line.body.name} · {line.year}",
        "button": _("Save the forecast"),
        "amounts": _amounts(standing.balance, standing.outturn),
        "closed": months,
    }


def pagination(page: Page[BudgetLine]) -> dict[str, Any] | None:
    """Return the pages of a longer list; None for one that has only one."""
    if page.paginator.num_pages == 1:
        return None
    items = [
        {"number": number, "href": f"?page={number}", "current": number == page.number}
        for number in page.paginator.page_range
    ]
    return {"items": items}
