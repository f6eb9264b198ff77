"""Through whose hands a plan goes, by virtue of which office somebody decides on it, and who may not."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import AuditRecord, Person
from clusters.models import Area, Coverage
from collaboratives.models import Collaborative
from common.errors import Refused
from governance.models import Body, Office, Seat
from governance.powers.permissions import Permission, Reach
from governance.powers.policies import Powers
from plans.models import ApprovalRoute, Authorship, Edition, Plan, Verdict
from plans.models.rounds import final_offices
from plans.policies import AUTHORING, CLUSTER, EVERYBODY, PARTNERS


@dataclass(frozen=True)
class Route:
    """The way of one plan: the planning group that sees it first, if any does, and the offices that decide at last."""

    group: int | None
    final_offices: tuple[str, ...]


def route_of(plan: Plan, *, on: datetime.date) -> Route:
    """Return the way of a plan on a day, by what its board decided; the usual way where it decided nothing.

    The plan of a planning group, and that of a cluster which no group covers, goes straight to the board; where no
    group stands behind a plan, nobody decides for a partnership board either.
    """
    board = plan.body.parent_id
    found = ApprovalRoute.objects.current(on=on).filter(board=board).first() if board else None
    is_own = plan.body.body_kind == Body.Kind.PLANNING_GROUP
    group = plan.body_id if is_own else _group_of(plan.body_id, on=on)
    through = group is not None and not is_own and (found is None or found.through_planning_group)
    offices = found.final_offices if found else final_offices()
    deciding = [one for one in offices if group is not None or one != Office.PARTNERSHIP_BOARD]
    return Route(group if through else None, tuple(deciding or final_offices()))


def _group_of(cluster: int, *, on: datetime.date) -> int | None:
    authority = Area.objects.filter(pk=cluster).values("local_authority")
    found = Coverage.objects.current(on=on).filter(local_authority__in=authority)
    return found.values_list("planning_group", flat=True).first()


@dataclass(frozen=True)
class Capacity:
    """The office by virtue of which somebody decides, and for whom they then act."""

    office: str
    on_behalf_of: Person | None


def capacities(powers: Powers, permission: Permission, body: Body) -> list[Capacity]:
    """Return the offices through which somebody has a permission over a body; their own come first."""
    if not powers.holds(permission):
        return []
    reaching = powers.reaching(body)
    able = [one for one in powers.grants if one.permission is permission and (one.reach, one.body) in reaching]
    seats = Seat.objects.in_bulk({grant.seat for grant in able})
    found = [Capacity(seats[grant.seat].office, grant.on_behalf_of) for grant in able]
    return sorted(found, key=lambda one: one.on_behalf_of is not None)


def own_bodies(powers: Powers) -> list[int]:
    """Return the bodies in which somebody holds an office that reads the plans of that body alone."""
    return [one.body for one in powers.grants if one.permission is Permission.READ_PLANS and one.reach is Reach.OWN]


def readable(powers: Powers, plan: Plan, *, is_in_collaborative: bool | None = None) -> frozenset[str]:
    """Return the kinds of row of a plan that somebody may read, as `plans.policies.access_to` has them.

    `is_in_collaborative` says whether they hold an office in one of the cluster's collaboratives, where that is known.
    """
    reading = [grant for grant in powers.grants if grant.permission is Permission.READ_PLANS]
    if any(grant.body == plan.body_id for grant in reading):
        return CLUSTER
    further = any(one.permission is Permission.WRITE_PLANS and one.reach is not Reach.OWN for one in powers.grants)
    if further and powers.may(Permission.WRITE_PLANS, plan.body):
        return CLUSTER
    near = own_bodies(powers)
    if is_in_collaborative is None and near:
        is_in_collaborative = Collaborative.objects.filter(cluster=plan.body_id, pk__in=near).exists()
    if is_in_collaborative:
        return CLUSTER
    return PARTNERS if reading else EVERYBODY


def authors_of(edition: Edition) -> set[int]:
    """Return who wrote in an edition, declared it agreed or sent it, and those for whom they did."""
    acts = AuditRecord.objects.filter(
        subject_kind=edition._meta.label_lower,
        subject_key=str(edition.pk),
        action__in=[f"plans.{name}" for name in AUTHORING],
    )
    acted = {person for pair in acts.values_list("by", "on_behalf_of") for person in pair if person is not None}
    return acted | set(Authorship.objects.filter(edition=edition).values_list("person", flat=True))


def check_independent(edition: Edition, *people: Person | None) -> None:
    """Raise `Refused` where one of those who decide, or for whom somebody decides, wrote the edition or sent it."""
    if authors_of(edition) & {person.pk for person in people if person is not None}:
        raise Refused(_("Whoever wrote a plan, declared it agreed or sent it does not decide on it."))


def deciding_office(
    powers: Powers, permission: Permission, edition: Edition, given: list[Verdict], *, by: Person
) -> Capacity:
    """Return by virtue of which office somebody decides now; raise `Refused` where none of theirs is asked.

    `given` are the verdicts so far at this stage: an office decides once, and so does a person.
    """
    asked = offices_asked(permission, route_of(edition.plan, on=powers.on))
    able = [one for one in capacities(powers, permission, edition.plan.body) if one.office in asked]
    if not able:
        raise Refused(_("The way of this plan to approval does not ask for your office."))
    left = [one for one in able if one.office not in {verdict.office for verdict in given}]
    if not left or by.pk in {verdict.decided_by_id for verdict in given}:
        raise Refused(_("You, or somebody in the same office, have decided on this already."))
    check_independent(edition, by, left[0].on_behalf_of)
    return left[0]


def offices_asked(permission: Permission, route: Route) -> tuple[str, ...]:
    """Return the offices whose word counts at the stage of a permission."""
    return route.final_offices if permission is Permission.APPROVE_PLANS else (Office.PLANNING_GROUP_CHAIR,)
