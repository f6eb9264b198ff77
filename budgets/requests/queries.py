"""Which requests about money wait for somebody, and what one of them would do to its lines."""

from django.db.models import QuerySet

from accounts.models import Person
from budgets.models import BudgetLine, MoneyRequest
from budgets.policies import acts_for_others, deciding, is_apart, lines_within, requests_within
from common.ordering import by_title
from governance.powers.permissions import Permission
from governance.powers.policies import Powers

WAITING = MoneyRequest.Outcome.WAITING
LATEST = 50


def _shown(found: QuerySet[MoneyRequest]) -> QuerySet[MoneyRequest]:
    related = ("from_line__year", "from_line__body", "to_line__year", "to_line__body", "requested_by")
    return found.select_related(*related)


def waiting_for(person: Person, powers: Powers) -> list[MoneyRequest]:
    """Return the requests that somebody may decide on, the longest wait first."""
    found = requests_within(powers, Permission.APPROVE_BUDGETS).filter(outcome=WAITING)
    others = list(_shown(found.not_asked_by(person.pk).exclude(recusals__person=person)).order_by("requested_at", "pk"))
    if not acts_for_others(powers):
        return others
    return [one for one in others if is_apart(one, deciding(powers, one.from_line.body, person))]


def asked_by(person: Person) -> list[MoneyRequest]:
    """Return the latest requests of a person, and those that others asked for them."""
    return list(_shown(MoneyRequest.objects.asked_by(person.pk)).order_by("-requested_at", "-pk")[:LATEST])


def of_others(person: Person, powers: Powers, *, waiting: bool) -> list[MoneyRequest]:
    """Return the latest requests of others that somebody may see: those that wait, or those that do not."""
    found = requests_within(powers, Permission.SEE_BUDGETS).not_asked_by(person.pk)
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
        "on_behalf_of",
        "decided_by",
    )
    found: MoneyRequest | None = joined.filter(pk=key).first()
    return found


def lines_to_move(powers: Powers, body: int, first_year: int) -> list[BudgetLine]:
    """Return the open lines of a body and year that somebody may move money between; suspense is cleared elsewhere."""
    lines = lines_within(powers, Permission.WRITE_BUDGETS).filter(body=body, year__first_year=first_year)
    lines = lines.filter(closed_at=None).exclude(heading=BudgetLine.Heading.SUSPENSE)
    return list(lines.select_related("stream", "year", "body__parent").order_by(*by_title("stream__name", "title")))
