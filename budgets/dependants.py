"""What the floor of the clusters learns of money: what a cluster that closes has on open lines, and has asked for."""

from collections.abc import Collection, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from budgets.ledger import balances
from budgets.models import BudgetLine, MoneyRequest
from common.money import ZERO
from common.numbers import pounds
from common.ordering import by_name


def lines_of(clusters: Collection[int]) -> Iterator[tuple[str, str]]:
    """Return the open lines of clusters, each with what is free on it: they stay where they are."""
    found = BudgetLine.objects.filter(body__in=clusters, closed_at=None).select_related("body", "year")
    lines = list(found.order_by("body__sort_key_en", "year__first_year", *by_name("title")))
    free = balances([line.pk for line in lines])
    for line in lines:
        said = _("Budget line stays open on the closed cluster, with so much free: %(amount)s")
        amount = free[line.pk].free if line.pk in free else ZERO
        yield f"{line.body.name}: {line}", said % {"amount": pounds(amount)}


def requests_of(clusters: Collection[int]) -> Iterator[tuple[str, str]]:
    """Return the requests about money of clusters that nobody decided yet."""
    concerned = Q(from_line__body__in=clusters) | Q(to_line__body__in=clusters)
    found = MoneyRequest.objects.filter(concerned, outcome=MoneyRequest.Outcome.WAITING)
    for one in found.select_related("from_line__year", "to_line__year").order_by("requested_at", "pk"):
        said = _("Request waits to be decided: %(amount)s") % {"amount": pounds(one.amount)}
        yield f"{one.get_what_display()}: {one.from_line} → {one.to_line}", said
