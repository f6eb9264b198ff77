"""What a sharing rests on: registered patients, and the published figures of those who live in each cluster."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from budgets.allocation.shares import need_weight, shared
from budgets.models import Sharing
from clusters.models import Cluster, Population, PopulationBasis
from clusters.queries import newest_first
from common.errors import Refused
from common.tabular import Table
from governance.models import Body
from indicators.queries import columns, figures

WEIGHTS, COLUMNS = "need_weights.csv", ("indicator", "extra", "source")
Inputs = dict[str, Any]
# Shares by the key of their cluster.
Shares = dict[int, Decimal]


@dataclass(frozen=True)
class Worked:
    """A sharing that was worked out and not posted."""

    method: Sharing.Method
    amount: Decimal
    inputs: Inputs
    shares: Shares


@cache
def extras(folder: Path) -> dict[str, str]:
    """Return how much more somebody of a group counts, by the indicator that tells how many they are."""
    return {row.text("indicator"): row.text("extra") for row in Table(folder / WEIGHTS, columns=COLUMNS)}


def inputs_of(board: Body, *, on: datetime.date) -> Inputs:
    """Return all that the formulas need of a board's clusters, as it is kept with a sharing.

    A group of residents whose figure one of the clusters lacks counts for none of them, so that all are treated alike.
    """
    clusters = list(Cluster.objects.filter(parent=board.pk).current(on=on).in_order())
    registered = _registered(clusters)
    terms, left_out = _terms(clusters, example=board.is_example)
    rows = [{"key": one.pk, "name_en": one.name_en, "name_cy": one.name_cy, **registered[one.pk]} for one in clusters]
    return {"clusters": rows, "terms": terms, "left_out": left_out}


def _registered(clusters: Sequence[Cluster]) -> dict[int, dict[str, Any]]:
    rows = Population.objects.filter(area__in=clusters, basis=PopulationBasis.REGISTERED, count__gt=0)
    found = {
        row.area_id: {"registered": row.count, "period": row.period, "source": row.source}
        for row in newest_first(rows, "area").distinct("area")
    }
    lacking = [one.name for one in clusters if one.pk not in found]
    if lacking or not clusters:
        raise Refused(_("Registered patients are not known for: %(names)s") % {"names": ", ".join(lacking) or "–"})
    return found


def _terms(clusters: Sequence[Cluster], *, example: bool) -> tuple[list[dict[str, Any]], list[str]]:
    """Return each group with the shares of residents in it, and the indicators that are not there for all clusters."""
    wanted = extras(Path(settings.DATA_DIR))
    there = {column.indicator.code: column for column in columns(list(wanted), example=example)}
    shown = figures(list(there.values()), [one.pk for one in clusters])
    terms, left_out = [], []
    for code, extra in wanted.items():
        column = there.get(code)
        found = [shown.get((one.pk, column.indicator.pk)) for one in clusters] if column else [None]
        if column is None or any(figure is None or figure.value is None for figure in found):
            left_out.append(code)
            continue
        parts = {str(figure.area): str(figure.value / column.indicator.multiplier) for figure in found if figure}
        named = {"name_en": column.indicator.name_en, "name_cy": column.indicator.name_cy}
        period = {"period_en": column.period.label_en, "period_cy": column.period.label_cy}
        terms.append({"indicator": code, "extra": extra, "shares": parts, **named, **period})
    return terms, left_out


def shares_of(inputs: Inputs, amount: Decimal, method: str) -> Shares:
    """Work a sharing out from its inputs, as often as one likes with the same result."""
    if method == Sharing.Method.BY_HAND:
        return {row["key"]: Decimal(inputs["by_hand"][str(row["key"])]) for row in inputs["clusters"]}
    weights = [weight_of(inputs, row, method) for row in inputs["clusters"]]
    given = shared(amount, weights)
    return {row["key"]: share for row, share in zip(inputs["clusters"], given, strict=True)}


def weight_of(inputs: Inputs, row: dict[str, Any], method: str) -> Fraction:
    """Return what a cluster weighs: its registered patients, weighted by need where the method says so."""
    terms = inputs["terms"] if method == Sharing.Method.WEIGHTED else []
    pairs = ((Fraction(term["extra"]), Fraction(term["shares"][str(row["key"])])) for term in terms)
    return need_weight(row["registered"], pairs)


def work_out(
    board: Body, amount: Decimal, method: Sharing.Method, by_hand: Shares | None = None, *, on: datetime.date
) -> Worked:
    """Work out what each cluster of a board would get; `Refused` where amounts by hand do not add up."""
    inputs = inputs_of(board, on=on)
    if by_hand:
        inputs["by_hand"] = {str(row["key"]): str(by_hand.get(row["key"], Decimal(0))) for row in inputs["clusters"]}
    if method == Sharing.Method.BY_HAND and sum((by_hand or {}).values(), Decimal(0)) != amount:
        raise Refused(_("The amounts by hand must add up to the amount that is shared."))
    if method == Sharing.Method.WEIGHTED and not inputs["terms"]:
        raise Refused(_("No figures of those who live in these clusters are published to weight by."))
    return Worked(method, amount, inputs, shares_of(inputs, amount, method))
