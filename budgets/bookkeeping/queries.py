"""Reads of the finance officer: boards, lines, entries, and what may be chosen where something is posted."""

import uuid
from decimal import Decimal

from django.db.models import Case, F, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import Coalesce

from budgets.models import BudgetLine, Entry, FinancialYear, FundingStream, Kind, MoneyRequest
from budgets.policies import lines_within
from collaboratives.models import Collaborative
from common.money import ZERO
from common.ordering import by_title, named_in_order, place
from governance.models import Body, Decision
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from plans.models import EditionState, PlannedAction

# Which kinds of entry add to what is free on a line, and which take from it.
ADDS = (Kind.ALLOCATION, Kind.CARRY_OVER)
TAKES = (Kind.REDUCTION, Kind.RETURN, Kind.COMMITMENT, Kind.ACCRUAL)


def boards(powers: Powers, permission: Permission = Permission.KEEP_LEDGER) -> QuerySet[Body]:
    """Return the boards whose ledger is in reach."""
    found: QuerySet[Body] = powers.bodies(permission).filter(body_kind=Body.Kind.HEALTH_BOARD)
    return found


def with_money(board: Body) -> QuerySet[Body]:
    """Return the bodies whose lines stand in the ledger of a board: its clusters, planning groups, and itself."""
    kinds = (Body.Kind.CLUSTER, Body.Kind.PLANNING_GROUP)
    found: QuerySet[Body] = Body.objects.filter(Q(pk=board.pk) | Q(parent=board, body_kind__in=kinds))
    return found.in_order()


def lines_of(board: Body, year: FinancialYear) -> QuerySet[BudgetLine]:
    """Return every line of a board's ledger in a year."""
    within = Q(body=board) | Q(body__parent=board)
    found: QuerySet[BudgetLine] = BudgetLine.objects.filter(within, year=year)
    return found.select_related("body", "stream").order_by(place("body"), "body", *by_title("title"))


def line_with(powers: Powers, permission: Permission) -> QuerySet[BudgetLine]:
    """Return the lines in reach with what every page about one of them needs."""
    return lines_within(powers, permission).select_related("body__parent", "stream", "year", "collaborative")


def entries_of(line: BudgetLine) -> QuerySet[Entry]:
    """Return the entries of a line, the newest first; `free_after` is what was free on it once each was entered."""
    found: QuerySet[Entry] = Entry.objects.filter(Q(line=line) | Q(to_line=line))
    free = Window(Sum(_effect_on(line)), order_by=F("pk").asc())
    related = ("line", "to_line", "entered_by", "decision", "reverses", "reversed_by", "draws_on", "receipt")
    return found.annotate(free_after=free).select_related(*related).order_by("-pk")


def was_posted(line: BudgetLine, key: uuid.UUID | None) -> bool:
    """Whether a form with this key entered something on a line before."""
    return key is not None and Entry.objects.filter(line=line, key=key).exists()


def _effect_on(line: BudgetLine) -> Case:
    return Case(
        When(to_line=line, then=F("amount")),
        When(kind=Kind.VIREMENT, then=-F("amount")),
        When(kind__in=ADDS, then=F("amount")),
        When(kind__in=TAKES, then=-F("amount")),
        When(kind=Kind.ACTUAL, then=F("drawn") - F("amount")),
        default=Value(ZERO),
    )


def open_commitments(line: BudgetLine) -> list[tuple[Entry, Decimal]]:
    """Return the commitments of a line of which something is open, with how much."""
    own = Entry.objects.filter(line=line, kind=Kind.COMMITMENT, reverses=None, reversed_by=None)
    left = own.annotate(left=F("amount") - Coalesce(Sum("drawings__drawn"), Value(ZERO)))
    return [(one, one.left) for one in left.filter(left__gt=0).order_by("dated_on", "pk")]


def decisions_behind(line: BudgetLine) -> QuerySet[Decision]:
    """Return what the body of a line, or its board, agreed: one of these may have made a commitment."""
    makers = (line.body_id, line.body.parent_id)
    agreed = Decision.objects.filter(body__in=makers, outcome=Decision.Outcome.AGREED)
    return agreed.order_by("-decided_on", "-pk")


# --- streams and lines ---


def streams_for(board: Body) -> QuerySet[FundingStream]:
    """Return the streams that a board may use: its own, and those of Wales."""
    found: QuerySet[FundingStream] = FundingStream.objects.filter(body__in=(board.pk, board.parent_id))
    return found.select_related("body").order_by(*by_title("name"))


def streams_seen(powers: Powers) -> QuerySet[FundingStream]:
    """Return the streams of the boards in reach, and those of Wales that they use."""
    reach = boards(powers)
    found = FundingStream.objects.filter(Q(body__in=reach.values("pk")) | Q(body__in=reach.values("parent")))
    return found.select_related("body").order_by(*by_title("name"))


def planned_actions(body: Body) -> list[tuple[str, str]]:
    """Return the actions of a body's published and draft plans, by the key that they keep in all editions."""
    readable = Q(edition__state=EditionState.PUBLISHED) | Q(edition__frozen_at=None)
    rows = PlannedAction.objects.filter(readable, edition__plan__body=body).order_by("key", "-edition")
    named = [(str(row.key), row.title or row.title_en or row.title_cy) for row in rows.distinct("key")]
    return named_in_order(named)


def collaboratives_of(body: Body) -> QuerySet[Collaborative]:
    found: QuerySet[Collaborative] = Collaborative.objects.filter(cluster=body.pk).in_order()
    return found


def allocations_of(board: Body, year: FinancialYear) -> QuerySet[Entry]:
    """Return the allocations of a board's year that stand, those that have not come first."""
    own = Entry.objects.filter(line__in=lines_of(board, year).order_by().values("pk"), kind=Kind.ALLOCATION)
    came = Coalesce("received_on", "receipt__received_on")
    found = own.filter(reverses=None, reversed_by=None).annotate(came_on=came)
    return found.select_related("line__body").order_by(F("came_on").desc(nulls_first=True), "promised_on", "pk")


# --- the end of a year, and suspense ---


def proposals(board: Body, year: FinancialYear) -> QuerySet[MoneyRequest]:
    """Return what was proposed to be carried over from a board's year, the latest first."""
    own = lines_of(board, year).order_by().values("pk")
    found = MoneyRequest.objects.filter(what=MoneyRequest.What.CARRY_OVER, from_line__in=own)
    return found.select_related("from_line__body", "requested_by", "decided_by").order_by("-requested_at", "-pk")


def suspense_lines(board: Body, year: FinancialYear) -> QuerySet[BudgetLine]:
    return lines_of(board, year).filter(heading=BudgetLine.Heading.SUSPENSE)


def clearing_lines(board: Body, year: FinancialYear) -> QuerySet[BudgetLine]:
    """Return the open lines of a board's year that spending may be moved to."""
    return lines_of(board, year).exclude(heading=BudgetLine.Heading.SUSPENSE).filter(closed_at=None)


def in_suspense(board: Body, year: FinancialYear) -> QuerySet[Entry]:
    """Return the spending that stands in suspense, the oldest first."""
    held = suspense_lines(board, year).order_by().values("pk")
    found = Entry.objects.filter(line__in=held, kind=Kind.ACTUAL, reverses=None, reversed_by=None)
    return found.select_related("line__body", "line__stream").order_by("dated_on", "pk")
