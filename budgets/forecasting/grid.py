"""The bounded grid of forecasts: at most 25 lines and five columns to fill in, everything worked out as text."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.forecasting.forms import GridForm, quarter_words
from budgets.forecasting.spreading import QUARTERS
from budgets.models import BudgetLine
from budgets.position import Standing
from budgets.words import against_budget, amount_words
from common.dates import periods_of_quarter
from common.money import ZERO
from common.numbers import pounds

Standings = dict[int, Standing]


def grid(form: GridForm, standings: Standings) -> dict[str, Any]:
    """Return the columns, rows and totals of the grid."""
    columns = [
        {"key": f"column-q{quarter}", "title": quarter_words(quarter), "is_open": quarter in form.open_quarters}
        for quarter in QUARTERS
    ]
    rows = [_row(form, line, standings.get(line.pk, Standing())) for line in form.lines]
    return {"columns": columns, "rows": rows, "totals": _totals(form.lines, standings)}


def named(form: GridForm, problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what is wrong with the answers, each amount with the line and quarter that it is of."""
    names = {f"#{form[name].id_for_label}": form.fields[name].label for name in form.known}
    return [
        {**one, "text": f"{names[one['href']]}: {one['text']}"} if one.get("href") in names else one for one in problems
    ]


def _row(form: GridForm, line: BudgetLine, standing: Standing) -> dict[str, Any]:
    heading = f"line-{line.pk}"
    cells = [
        _asked(form, f"q{quarter}_{line.pk}", f"{heading} column-q{quarter}")
        if quarter in form.open_quarters
        else {"text": pounds(_spent(standing, periods_of_quarter(quarter)))}
        for quarter in QUARTERS
    ]
    return {
        "heading": heading,
        "title": line.title,
        "href": reverse("budgets:line", kwargs={"key": line.pk}),
        "cells": cells,
        "why": _asked(form, f"why_{line.pk}", f"{heading} column-why"),
        "budget": pounds(standing.balance.budget),
        "outturn": amount_words(standing.outturn),
        "variance": "" if standing.variance is None else against_budget(standing.variance),
    }


def _spent(standing: Standing, periods: Collection[int]) -> Any:
    return sum((standing.spent.get(period, ZERO) for period in periods), ZERO)


def _asked(form: GridForm, name: str, labelled_by: str) -> dict[str, Any]:
    field = form[name]
    errors = " ".join(str(words) for words in field.errors)
    value = field.value()
    return {
        "id": field.id_for_label,
        "name": field.html_name,
        "value": "" if value is None else value,
        "labelled_by": labelled_by,
        "error": errors,
    }


def _totals(lines: Collection[BudgetLine], standings: Standings) -> dict[str, str]:
    """Return the sums of the lines of the page; of forecasts those of the lines that have one."""
    found = [standings[line.pk] for line in lines if line.pk in standings]
    outturns = [one.outturn for one in found if one.outturn is not None]
    variances = [one.variance for one in found if one.variance is not None]
    return {
        "budget": pounds(sum((one.balance.budget for one in found), ZERO)),
        "outturn": pounds(sum(outturns, ZERO)) if outturns else amount_words(None),
        "variance": against_budget(sum(variances, ZERO)) if variances else "",
        "heading": _("These lines together"),
    }
