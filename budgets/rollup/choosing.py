"""Which lines stand behind a total: what the address says of body, stream, category and quarter."""

from collections.abc import Mapping
from typing import Any

from budgets.models import BudgetLine
from budgets.rollup.presenters import has_part_in
from budgets.rollup.rollup import ADJUSTMENTS, BODY, CATEGORY, QUARTER, STREAM, Rollup, Row, key_of
from common.inputs import whole_number

ALL = "lines"


def chosen_in(query: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what was chosen, empty where nothing was; None for what is no choice."""
    chosen: dict[str, Any] = {ALL: query[ALL]} if query.get(ALL) else {}
    for name in (BODY, STREAM, QUARTER):
        if query.get(name):
            chosen[name] = whole_number(query[name])
            if chosen[name] is None:
                return None
    if query.get(CATEGORY):
        chosen[CATEGORY] = query[CATEGORY]
    return chosen if _is_known(chosen) else None


def _is_known(chosen: dict[str, Any]) -> bool:
    quarters = range(1, ADJUSTMENTS + 1)
    categories = BudgetLine.Category.values
    return chosen.get(QUARTER, 1) in quarters and chosen.get(CATEGORY, categories[0]) in categories


def rows_of(rollup: Rollup, chosen: dict[str, Any]) -> list[Row]:
    """Return the lines that fit every choice."""
    rows = rollup.rows
    for by in (BODY, STREAM, CATEGORY):
        if by in chosen:
            rows = [row for row in rows if key_of(row.line, by) == chosen[by]]
    return [row for row in rows if has_part_in(row, chosen[QUARTER])] if QUARTER in chosen else rows
