"""Who may see, write and decide on money: answers from the powers that somebody has over the body of a line."""

from django.db.models import Q, QuerySet

from accounts.models import Person
from budgets.models import BudgetLine, MoneyRequest
from collaboratives.models import Collaborative
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed, Powers


def lines_within(powers: Powers, permission: Permission) -> QuerySet[BudgetLine]:
    """Return the budget lines over which a person has a permission.

    Those of the bodies in reach; with an office in a collaborative, all lines of its cluster to see, and to write those
    that are the collaborative's own.
    """
    reach = powers.bodies(permission).values("pk")
    further = Q(collaborative__in=reach)
    if permission is Permission.SEE_BUDGETS:
        further |= Q(body__in=Collaborative.objects.filter(pk__in=reach).values("cluster"))
    return BudgetLine.objects.filter(Q(body__in=reach) | further)


def bodies_seen(powers: Powers) -> QuerySet[Body]:
    """Return the bodies whose money a person may see line by line."""
    reach = powers.bodies(Permission.SEE_BUDGETS).values("pk")
    of_collaboratives = Collaborative.objects.filter(pk__in=reach).values("cluster")
    found: QuerySet[Body] = Body.objects.filter(Q(pk__in=reach) | Q(pk__in=of_collaboratives))
    return found


def written_bodies(powers: Powers) -> QuerySet[Body]:
    """Return the bodies of whose lines a person may write some: all of them, or those of their collaborative."""
    reach = powers.bodies(Permission.WRITE_BUDGETS).values("pk")
    of_collaboratives = Collaborative.objects.filter(pk__in=reach).values("cluster")
    found: QuerySet[Body] = Body.objects.filter(Q(pk__in=reach) | Q(pk__in=of_collaboratives))
    return found.select_related("parent")


def check_line(powers: Powers, permission: Permission, line: BudgetLine) -> Body:
    """Return the body through which a person may do something to a line; `NotAllowed` where there is none."""
    if powers.may(permission, line.body):
        return line.body
    own = line.collaborative
    if own is not None and permission is Permission.WRITE_BUDGETS and powers.may(permission, own):
        return own
    raise NotAllowed(permission)


def requests_within(powers: Powers, permission: Permission) -> QuerySet[MoneyRequest]:
    """Return the requests about money from the lines over which a person has a permission."""
    return MoneyRequest.objects.filter(from_line__in=lines_within(powers, permission).values("pk"))


def deciding(powers: Powers, body: Body, person: Person) -> set[int]:
    """Return who decides where somebody does on the money of a body: themselves, and whoever they then act for."""
    principal = powers.on_behalf_of(Permission.APPROVE_BUDGETS, body)
    return {person.pk} | ({principal.pk} if principal else set())


def acts_for_others(powers: Powers) -> bool:
    """Whether somebody may decide on money for somebody else anywhere."""
    able = (grant for grant in powers.grants if grant.permission is Permission.APPROVE_BUDGETS)
    return any(grant.on_behalf_of is not None for grant in able)


def is_apart(request: MoneyRequest, people: set[int]) -> bool:
    """Whether none of those who decide asked for something, or has stood aside from it."""
    return not request.asking & people and not request.recusals.filter(person__in=people).exists()


def board_of(body: Body) -> Body:
    """Return the board whose ledger a body's money stands in: its own parent, or itself."""
    if body.body_kind in (Body.Kind.HEALTH_BOARD, Body.Kind.NATION) or body.parent is None:
        return body
    return body.parent
