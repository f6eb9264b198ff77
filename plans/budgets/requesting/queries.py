"""Which requests about money wait for somebody, and what one of them would do to its lines."""

from django.db.models import QuerySet

from accounts.models import Person
from governance.permissions import Permission
from governance.policies import Powers
from plans.budgets.models import BudgetLine, MoneyRequest
from plans.budgets.policies import lines_within, requests_within

WAITING = MoneyRequest.Outcome.WAITING
LATEST = 50


def _shown(found: QuerySet[MoneyRequest]) -> QuerySet[MoneyRequest]:
    return found.select_related("from_line__year", "from_line__body", "to_line__year", "to_line__body", "requested_by")


def waiting_for(person: Person, powers: Powers) -> list[MoneyRequest]:
    """Return the requests that somebody may decide on, the longest wait first."""
    found = requests_within(powers, Permission.APPROVE_BUDGETS).filter(outcome=WAITING)
    others = found.exclude(requested_by=person).exclude(recusals__person=person)
    return list(_shown(others).order_by("requested_at", "pk"))


def asked_by(person: Person) -> list[MoneyRequest]:
    """Return the latest requests of a person."""
    return list(_shown(MoneyRequest.objects.filter(requested_by=person)).order_by("-requested_at", "-pk")[:LATEST])


def of_others(person: Person, powers: Powers, *, waiting: bool) -> list[MoneyRequest]:
    """Return the latest requests of others that somebody may see: those that wait, or those that do not."""
    found = requests_within(powers, Permission.SEE_BUDGETS).exclude(requested_by=person)
    found = found.filter(outcome=WAITING) if waiting else found.exclude(outcome=WAITING)
    return list(_shown(found).order_by("-requested_at", "-pk")[:LATEST])


def request_seen(powers: Powers, key: int) -> MoneyRequest | None:
    joined = requests_within(powers, Permission.SEE_BUDGETS).select_related(
        "from_line__year",
        "from_line__stream",
        "from_line__body__parent",
        "to_line__year",
        "to_line__stream",
        "to_line__body__parent",
        "requested_by",
        "decided_by",
    )
    found: MoneyRequest | None = joined.filter(pk=key).first()
    return found


def lines_to_move(powers: Powers, body: int, first_year: int) -> list[BudgetLine]:
    """Return the open lines of a body and year that somebody may move money between; suspense is cleared elsewhere."""
    lines = lines_within(powers, Permission.WRITE_BUDGETS).filter(body=body, year__first_year=first_year)
    lines = lines.filter(closed_at=None).exclude(heading=BudgetLine.Heading.SUSPENSE)
    return list(lines.select_related("stream", "year", "body__parent").order_by("stream__name_en", "title_en", "pk"))
