"""What waits for whoever decides on money."""

from accounts.models import Person
from budgets.requests import queries
from budgets.requests.presenters import row
from governance.powers.permissions import Permission
from governance.powers.policies import Powers


def waiting_requests(person: Person, powers: Powers) -> list[tuple[str, str, str]]:
    """Return words, address and age of each request that waits for a person, the longest wait first."""
    if not powers.holds(Permission.APPROVE_BUDGETS):
        return []
    rows = [row(one, on=powers.on) for one in queries.waiting_for(person, powers)]
    return [(one["text"], one["href"], f"{one['body']} · {one['state']}") for one in rows]
