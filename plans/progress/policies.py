"""Who may say how an action stands: whoever holds the office that owns it, or may write its row in the plan."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Person
from governance.models import Action, Office, Seat
from governance.powers.permissions import OFFICE_POWERS, Permission
from governance.powers.policies import NotAllowed, Powers
from plans.models import Edition, EditionState, Milestone, Plan, PlannedAction, PlanRow
from plans.policies import Access, access_to, plans_within


def published_edition(plan: Plan) -> Edition | None:
    """Return the edition that is followed: the one that is published."""
    found: Edition | None = plan.editions.filter(state=EditionState.PUBLISHED).first()
    return found


def _rows(model: type[PlanRow]) -> QuerySet[Any]:
    return model._default_manager.all()


def plans_followed(powers: Powers) -> QuerySet[Plan]:
    """Return the plans that somebody may read, and those in which an office of theirs owns an action."""
    seats = {grant.seat for grant in powers.grants}
    owned = _rows(PlannedAction).filter(edition__state=EditionState.PUBLISHED, owner__in=seats)
    reach = plans_within(powers, Permission.READ_PLANS).values("pk")
    found: QuerySet[Plan] = Plan.objects.filter(Q(pk__in=reach) | Q(pk__in=owned.values("edition__plan")))
    return found


def actions_followed(powers: Powers) -> QuerySet[PlannedAction]:
    """Return the actions of published editions that somebody may come to see."""
    editions = Edition.objects.filter(plan__in=plans_followed(powers).values("pk"), state=EditionState.PUBLISHED)
    found: QuerySet[PlannedAction] = _rows(PlannedAction).filter(edition__in=editions, action__isnull=False)
    return found


def follows_by(office: Office) -> Permission:
    """Return what a delegate of an office must have been given to speak for its actions."""
    able = {power.permission for power in OFFICE_POWERS[office]}
    return Permission.WRITE_PLANS if Permission.WRITE_PLANS in able else Permission.READ_PLANS


def speaks_for(powers: Powers, seat: Seat) -> bool:
    """Whether somebody holds a seat, ex officio too, or acts in it for its holder."""
    needed = follows_by(Office(seat.office))
    return any(grant.seat == seat.pk and grant.permission is needed for grant in powers.grants)


@dataclass(frozen=True)
class Following:
    """What somebody may do in following one plan: asked once, then read from here."""

    powers: Powers
    access: Access

    def may_update(self, row: PlannedAction) -> bool:
        if self.access.may_write(row.collaborative_id):
            return True
        owners = [row.owner, row.action.owner if row.action else None]
        return any(speaks_for(self.powers, seat) for seat in owners if seat is not None)

    def sees(self, row: PlannedAction | Milestone) -> bool:
        """Whether a row may be read: by who it may be seen by, and always by those who carry it out."""
        return row.visibility in self.access.visibilities or (isinstance(row, PlannedAction) and self.may_update(row))


def following(powers: Powers, plan: Plan) -> Following:
    return Following(powers, access_to(powers, plan))


def check_update(powers: Powers, row: PlannedAction) -> None:
    """Raise `NotAllowed` unless somebody may say how an action stands."""
    if not following(powers, row.edition.plan).may_update(row):
        raise NotAllowed(Permission.WRITE_PLANS)


def acting_for(powers: Powers, row: PlannedAction) -> Person | None:
    """Return for whom somebody speaks when they say how an action stands: None where they may by themselves."""
    body = row.collaborative or row.edition.plan.body
    if powers.may(Permission.WRITE_PLANS, body):
        return powers.on_behalf_of(Permission.WRITE_PLANS, body)
    owners = {row.owner_id, row.action.owner_id if row.action else None}
    able = [grant for grant in powers.grants if grant.seat in owners]
    return None if not able or any(grant.on_behalf_of is None for grant in able) else able[0].on_behalf_of


def current_row(action: Action) -> PlannedAction | None:
    """Return the row of an action in the published edition of its plan."""
    rows = _rows(PlannedAction).filter(action=action, edition__state=EditionState.PUBLISHED)
    joined = rows.select_related("edition__plan__body", "action__owner", "owner", "collaborative")
    found: PlannedAction | None = joined.first()
    return found


def milestone_of(row: PlannedAction, key: UUID) -> Milestone | None:
    found: Milestone | None = _rows(Milestone).filter(edition=row.edition_id, action=row.key, key=key).first()
    return found
