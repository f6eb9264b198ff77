"""Through whose hands plans go, and whose word is awaited: one answer for the queue, the page and the mails."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from accounts.models import AuditRecord, Person
from clusters.models import Coverage
from governance.models import Body, Office, Seat
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from plans.models import ApprovalRoute, Authorship, Edition, Plan, Verdict
from plans.models.rounds import final_offices

# What makes somebody one of those who wrote an edition, beside what they wrote: whoever declared it agreed or sent it.
AUTHORING = (
    "save_row",
    "add_row",
    "remove_row",
    "move_row",
    "check_half",
    "agree",
    "submit_to_group",
    "submit_to_board",
)
STAGES = {
    Permission.REVIEW_PLANS: Verdict.Stage.PLANNING_GROUP,
    Permission.APPROVE_PLANS: Verdict.Stage.BOARD,
}


@dataclass(frozen=True)
class Route:
    """The way of one plan: the planning group that sees it first, if any does, and the offices that decide at last."""

    group: int | None
    final_offices: tuple[str, ...]

    def offices_asked(self, permission: Permission) -> tuple[str, ...]:
        """Return the offices whose word counts at the stage of a permission."""
        return self.final_offices if permission is Permission.APPROVE_PLANS else (Office.PLANNING_GROUP_CHAIR,)


def route_of(plan: Plan, *, on: datetime.date) -> Route:
    return routes_of([plan], on=on)[plan.pk]


def routes_of(plans: Collection[Plan], *, on: datetime.date) -> dict[int, Route]:
    """Return the ways of plans on a day, by what their boards decided; the usual way where one decided nothing.

    The plan of a planning group, and that of a cluster which no group covers, goes straight to the board; where no
    group stands behind a plan, nobody decides for a partnership board either.
    """
    boards = {plan.body.parent_id for plan in plans}
    decided = {one.board_id: one for one in ApprovalRoute.objects.current(on=on).filter(board__in=boards)}
    groups = _groups_of({plan.body_id for plan in plans}, on=on)
    return {plan.pk: _route(plan, decided.get(plan.body.parent_id), groups.get(plan.body_id)) for plan in plans}


def _route(plan: Plan, decided: ApprovalRoute | None, covering: int | None) -> Route:
    is_own = plan.body.body_kind == Body.Kind.PLANNING_GROUP
    group = plan.body_id if is_own else covering
    through = group is not None and not is_own and (decided is None or decided.through_planning_group)
    offices = decided.final_offices if decided else final_offices()
    deciding = [one for one in offices if group is not None or one != Office.PARTNERSHIP_BOARD]
    return Route(group if through else None, tuple(deciding or final_offices()))


def _groups_of(clusters: Collection[int], *, on: datetime.date) -> dict[int, int]:
    """Return the planning group that covers each cluster by its local authority."""
    found = Coverage.objects.current(on=on).filter(local_authority__clusters_within__in=clusters)
    return dict(found.order_by("-pk").values_list("local_authority__clusters_within", "planning_group"))


@dataclass(frozen=True)
class Awaited:
    """Whose word on an edition is awaited at a stage: offices that have not decided, and nobody who wrote it."""

    offices: tuple[str, ...]
    given: frozenset[str]
    deciders: frozenset[int]
    authors: frozenset[int]

    @property
    def left(self) -> list[str]:
        return [one for one in self.offices if one not in self.given]

    def waits_for(self, office: str, by: Person, behalf: Person | None) -> bool:
        """Whether it waits for the word of somebody in an office: one that is theirs, or of whom they act for."""
        people = {one.pk for one in (by, behalf) if one is not None}
        return office in self.left and by.pk not in self.deciders and not self.authors & people


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


def is_asked(told: Awaited, powers: Powers, permission: Permission, edition: Edition, *, by: Person) -> bool:
    """Whether the word of somebody on an edition is awaited now."""
    able = capacities(powers, permission, edition.plan.body)
    return any(told.waits_for(one.office, by, one.on_behalf_of) for one in able)


def awaited(editions: Collection[Edition], permission: Permission, *, on: datetime.date) -> dict[int, Awaited]:
    """Return for each edition whose word is awaited: a handful of queries, however many editions."""
    routes = routes_of([one.plan for one in editions], on=on)
    given: dict[int, list[Verdict]] = defaultdict(list)
    verdicts = Verdict.objects.filter(submission__edition__in=editions, submission__closed_at__isnull=True)
    for one in verdicts.filter(stage=STAGES[permission]).select_related("submission"):
        given[one.submission.edition_id].append(one)
    authors = authors_of(editions)
    return {
        one.pk: Awaited(
            routes[one.plan_id].offices_asked(permission),
            frozenset(verdict.office for verdict in given[one.pk]),
            frozenset(verdict.decided_by_id for verdict in given[one.pk]),
            frozenset(authors[one.pk]),
        )
        for one in editions
    }


def authors_of(editions: Iterable[Edition]) -> dict[int, set[int]]:
    """Return who wrote in each edition, declared it agreed or sent it, and those for whom they did."""
    found: dict[int, set[int]] = {one.pk: set() for one in editions}
    acts = AuditRecord.objects.filter(
        subject_kind=Edition._meta.label_lower,
        subject_key__in=[str(key) for key in found],
        action__in=[f"plans.{name}" for name in AUTHORING],
    )
    for key, *people in acts.values_list("subject_key", "by", "on_behalf_of"):
        found[int(key)] |= {person for person in people if person is not None}
    for key, person in Authorship.objects.filter(edition__in=found).values_list("edition", "person"):
        found[key].add(person)
    return found
