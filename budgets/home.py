"""The money of a body on its home: what is left of what it may spend, and what may be done about it."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.ledger import Balance, balances, total
from budgets.models import BudgetLine, FinancialYear
from budgets.words import left_words
from collaboratives.models import Collaborative
from common import dates
from common.numbers import pounds
from governance.homes import Card, Link, Room, Shown, Visit, shares_of
from governance.models import Body
from governance.powers.permissions import Permission

HUNDRED = 100
P = Permission


def _money(visit: Visit) -> Shown | None:
    if P.SEE_BUDGETS not in visit.may:
        return None
    body = _of(visit.body)
    lines = list(_lines(visit.body, body, dates.FinancialYear.of(visit.on).first))
    if not lines:
        return Shown(reverse("budgets:budgets"), [], _deeds(visit, None))
    year = lines[0].year
    found = total(balances([line.pk for line in lines]).values())
    href = _address(visit.body, body, year)
    return Shown(href, [_card(found, href, year)], _deeds(visit, year))


def _of(body: Body) -> int:
    if body.body_kind != Body.Kind.COLLABORATIVE:
        return body.pk
    return int(Collaborative.objects.values_list("cluster", flat=True).get(pk=body.pk))


def _lines(body: Body, key: int, first_year: int):  # type: ignore[no-untyped-def]
    """Return the lines of the latest year that has begun: of a board all of its ledger, else those of the body."""
    own = BudgetLine.objects.filter(year__first_year__lte=first_year)
    if body.body_kind == Body.Kind.HEALTH_BOARD:
        own = own.filter(body__parent=key) | own.filter(body=key)
    else:
        own = own.filter(body=key)
    latest = own.order_by("-year__first_year").values("year")[:1]
    return own.filter(year__in=latest).select_related("year")


def _address(body: Body, key: int, year: FinancialYear) -> str:
    name = "board" if body.body_kind == Body.Kind.HEALTH_BOARD else "overview"
    return reverse(f"budgets:{name}", kwargs={"key": key, "year": year.first_year})


def _card(found: Balance, href: str, year: FinancialYear) -> Card:
    shares = shares_of(_percent(found.spent, found.budget), _percent(found.open_commitments, found.budget))
    words = _("Spent %(spent)s · committed %(committed)s")
    facts = {"spent": pounds(found.spent), "committed": pounds(found.open_commitments)}
    large = _("%(left)s of %(budget)s") % {"left": left_words(found.free), "budget": pounds(found.budget)}
    return Card(_("Money %(year)s") % {"year": year}, href, large, shares=shares, lines=[words % facts])


def _percent(part: Decimal, whole: Decimal) -> int:
    return max(0, min(HUNDRED, round(HUNDRED * part / whole))) if whole > 0 else 0


def _deeds(visit: Visit, year: FinancialYear | None) -> list[Link]:
    """Return what may be done about the money of a body in a year."""
    if year is None:
        return [(_("Ledgers"), reverse("budgets:ledgers"))] if P.KEEP_LEDGER in visit.may else []
    at = {"key": _of(visit.body), "year": year.first_year}
    is_board = visit.body.body_kind == Body.Kind.HEALTH_BOARD
    deeds = [
        (P.WRITE_BUDGETS, not is_board, _("Say what its lines will cost"), "forecasts"),
        (P.WRITE_BUDGETS, not is_board, _("Move money to another line"), "request_virement"),
        (P.WRITE_BUDGETS, not is_board, _("Open a budget line"), "open_line"),
        (P.KEEP_LEDGER, not is_board, _("Lines and entries"), "lines"),
        (P.KEEP_LEDGER, is_board, _("Ledger and months to close"), "ledger"),
        (P.KEEP_LEDGER, is_board, _("Money in suspense"), "suspense"),
        (P.KEEP_LEDGER, is_board, _("Extracts of the ledger"), "imports"),
        (P.KEEP_LEDGER, is_board, _("Share a stream among clusters"), "share"),
        (P.KEEP_LEDGER, is_board, _("Year end"), "year_end"),
    ]
    return [
        (words, reverse(f"budgets:{name}", kwargs=at))
        for permission, fits, words, name in deeds
        if fits and permission in visit.may
    ]


ROOMS = [Room("money", gettext_lazy("Money"), 30, _money)]
