"""Who may read, write and decide on plans: answers from the powers that somebody has over their bodies."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from collaboratives.models import Collaborative
from common.errors import Refused
from governance.powers.permissions import Permission, Reach
from governance.powers.policies import NotAllowed, Powers
from plans.editions.states import WRITABLE
from plans.models import Edition, EditionState, Plan, PlanRow, Visibility

EVERYBODY = frozenset({Visibility.PUBLIC})
PARTNERS = frozenset({Visibility.PUBLIC, Visibility.PARTNERS})
CLUSTER = frozenset(Visibility)


def plans_within(powers: Powers, permission: Permission) -> QuerySet[Plan]:
    """Return the plans that a permission reaches: of the bodies in reach, or of the cluster of such a collaborative."""
    reach = powers.bodies(permission).values("pk")
    of_collaboratives = Collaborative.objects.filter(pk__in=reach).values("cluster")
    return Plan.objects.filter(Q(body__in=reach) | Q(body__in=of_collaboratives))


def editions_within(powers: Powers, permission: Permission) -> QuerySet[Edition]:
    return Edition.objects.filter(plan__in=plans_within(powers, permission).values("pk"))


@dataclass(frozen=True)
class Access:
    """What a person may do with one plan today, asked once and then read from here.

    `whole` is the right to write all of it; `collaboratives` are those whose own parts and rows they may write;
    `visibilities` are the kinds of row that they may read.
    """

    whole: bool
    collaboratives: frozenset[int]
    visibilities: frozenset[str]

    def may_write(self, collaborative: int | None) -> bool:
        """Whether a part or row that belongs to a collaborative, or to none, may be written."""
        return self.whole or (collaborative is not None and collaborative in self.collaboratives)

    @property
    def writes(self) -> bool:
        """Whether anything may be written."""
        return self.whole or bool(self.collaboratives)


def access_to(powers: Powers, plan: Plan) -> Access:
    """Return what a person may do with a plan; two queries where they have any power over it."""
    whole = powers.may(Permission.WRITE_PLANS, plan.body)
    own = Collaborative.objects.filter(cluster=plan.body_id, state__in=("forming", "active"))
    reached = powers.bodies(Permission.WRITE_PLANS).values("pk")
    collaboratives = frozenset(own.filter(pk__in=reached).values_list("pk", flat=True)) if not whole else frozenset()
    return Access(whole, collaboratives, readable(powers, plan, whole=whole))


def read_near(powers: Powers) -> set[int]:
    """Return the bodies in which somebody holds an office that reads plans."""
    return {grant.body for grant in powers.grants if grant.permission is Permission.READ_PLANS}


def _writes(powers: Powers, plan: Plan) -> bool:
    """Whether somebody may write all of a plan; the database is asked only of an office that reaches further."""
    writing = [grant for grant in powers.grants if grant.permission is Permission.WRITE_PLANS]
    if any(grant.body == plan.body_id for grant in writing):
        return True
    return any(one.reach is not Reach.OWN for one in writing) and powers.may(Permission.WRITE_PLANS, plan.body)


def readable(
    powers: Powers, plan: Plan, *, whole: bool | None = None, is_in_collaborative: bool | None = None
) -> frozenset[str]:
    """Return the kinds of row of a plan that somebody may read, whether one plan is asked for or one of a list.

    All of it is read by whoever may write all of it, and with an office in the body itself or in one of its
    collaboratives. `whole` and `is_in_collaborative` say so where it is known; else it is asked.
    """
    if not powers.holds(Permission.READ_PLANS):
        return EVERYBODY
    near = read_near(powers)
    if plan.body_id in near or (_writes(powers, plan) if whole is None else whole):
        return CLUSTER
    if is_in_collaborative is None:
        is_in_collaborative = Collaborative.objects.filter(cluster=plan.body_id, pk__in=near).exists()
    return CLUSTER if is_in_collaborative else PARTNERS


def check_writing(powers: Powers, edition: Edition, *, collaborative: int | None) -> Access:
    """Raise `NotAllowed` unless a person may write such a part of an edition; return what they may do."""
    access = access_to(powers, edition.plan)
    if not access.may_write(collaborative):
        raise NotAllowed(Permission.WRITE_PLANS)
    return access


def check_writing_at_all(powers: Powers, edition: Edition) -> Access:
    """Raise `NotAllowed` unless a person may write anything of an edition; return what they may do."""
    access = access_to(powers, edition.plan)
    if not access.writes:
        raise NotAllowed(Permission.WRITE_PLANS)
    return access


def is_writable(edition: Edition) -> bool:
    return EditionState(edition.state) in WRITABLE


def check_writable(edition: Edition) -> None:
    """Raise `Refused` for an edition that is not written any more."""
    if not is_writable(edition):
        state = EditionState(edition.state).label
        raise Refused(_("This edition cannot be changed now. It is: %(state)s") % {"state": state})


def check_typing(powers: Powers, edition: Edition, row: PlanRow | None) -> None:
    """Raise unless a person may write a section or row, or where there is none yet may write one."""
    if row is None:
        check_writing_at_all(powers, edition)
    elif row.visibility not in check_writing(powers, edition, collaborative=row.collaborative_id).visibilities:
        raise NotAllowed(Permission.WRITE_PLANS)
    check_writable(edition)
