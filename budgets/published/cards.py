"""The money of a cluster in the few words that its overview has room for."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from budgets.published.money import BoardMoney
from budgets.published.presenters import address
from budgets.published.queries import closed_years
from clusters.models import Cluster
from clusters.tabs import Tab, at
from common.numbers import pounds
from governance.homes import Share, shares_of

TAB = Tab("money", _("Money"), 40, at("budgets:cluster_money"))


@dataclass(frozen=True)
class MoneyCard:
    """What a cluster has for each patient, how much of it is spent and what an even pace would be, in per cent."""

    year: str
    href: str
    per_head: str
    board_per_head: str
    spent: int | None
    even: int
    shares: list[Share]


def money_card(cluster: Cluster, *, on: datetime.date) -> MoneyCard | None:
    """Return the newest year's card; None where the public may know nothing, or nobody's patients are counted."""
    parent = cluster.parent
    closed = next(iter(closed_years(parent)), None) if parent else None
    if parent is None or closed is None:
        return None
    board = BoardMoney(parent, closed, on=on, plans={})
    money = board.of(cluster)
    if not money.is_shown or money.per_head is None:
        return None
    spent = _share(money.total.spent, money.total.allocated)
    return MoneyCard(
        year=str(closed.year),
        href=address("budgets:cluster_money", cluster, closed),
        per_head=pounds(money.per_head),
        board_per_head=pounds(board.per_head),
        spent=spent,
        even=round(closed.even_share),
        shares=shares_of(spent or 0),
    )


def _share(part: Decimal | None, whole: Decimal | None) -> int | None:
    return round(part * 100 / whole) if part is not None and whole else None
